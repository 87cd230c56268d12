import type { z } from 'zod';
import { decodeMetrics } from '../otlp/decode.ts';
import { OtlpDecodeError } from '../otlp/decode-error.ts';
import type { Export } from '../otlp/export.ts';
import { FileError } from '../toml/read.ts';
import { boundedLines, LIMITS, type Limits } from './bounded-lines.ts';
import { type Capture, type RecordedEpoch, SCHEMA } from './capture.ts';
import { CodecError, decode } from './codec.ts';
import * as schema from './schema.ts';

/** Reads a capture from a file of `captureFile`. Strict: whatever is not in order is refused. @throws FileError */
export async function readCapture(file: string, limits: Limits = LIMITS): Promise<Capture> {
  const reader = new CaptureReader();
  let number = 0;
  for await (const text of boundedLines(file, limits)) {
    number += 1;
    try {
      reader.take(text);
    } catch (error) {
      if (!(error instanceof LineError || error instanceof CodecError || error instanceof OtlpDecodeError))
        throw error;
      throw new FileError(`${file} is no capture that can be read: line ${number}: ${error.message}`);
    }
  }
  const capture = reader.end();
  if (capture === undefined)
    throw new FileError(`${file} is cut short: it ends after line ${number}, without its footer`);
  return capture;
}

/** What is wrong with a line. */
class LineError extends Error {}

type Open<Whole, Lists extends keyof Whole> = Omit<Whole, Lists> & {
  [List in Lists]: Whole[List] extends readonly (infer Item)[] ? Item[] : never;
};
type OpenEpoch = Open<RecordedEpoch, 'entries' | 'exports'>;

class CaptureReader {
  #header: Capture['header'] | undefined;
  readonly #instances: OpenEpoch[][] = [];
  readonly #lists: Open<Omit<Capture, 'header' | 'instances'>, 'scenarios' | 'refusals' | 'results'> = {
    scenarios: [],
    refusals: [],
    results: [],
  };
  readonly #counts = new Map<string, number>();
  #isWhole = false;

  take(text: string): void {
    const { line, is } = partsOf(text);
    if (this.#isWhole) throw new LineError('it stands after the footer');
    if (line !== 'header' && this.#header === undefined)
      throw new LineError('a capture begins with its header; give a file that "run --capture" wrote');
    if (line === 'footer') {
      this.#close(checked(schema.footer, is));
      return;
    }
    const put = this.#puts[line];
    if (put === undefined) throw new LineError(`there is no line ${JSON.stringify(line.slice(0, 20))}`);
    put(decode(is));
    this.#counts.set(line, (this.#counts.get(line) ?? 0) + 1);
  }

  /** undefined = its end is missing. */
  end(): Capture | undefined {
    return this.#header === undefined || !this.#isWhole
      ? undefined
      : { header: this.#header, instances: this.#instances, ...this.#lists };
  }

  readonly #puts: Readonly<Record<string, (content: unknown) => void>> = Object.assign(Object.create(null), {
    header: (content: unknown) => {
      if (this.#header !== undefined) throw new LineError('it is a second header');
      refuseOtherSchema(content);
      this.#header = checked(schema.header, content);
    },
    instance: () => this.#instances.push([]),
    epoch: (content: unknown) => {
      const epochs = this.#instances.at(-1) ?? misplaced('an epoch', 'an instance');
      epochs.push({ ...checked(schema.epoch, content), entries: [], exports: [] });
    },
    entry: (content: unknown) => this.#epochOf('an entry').entries.push(checked(schema.entry, content)),
    export: (content: unknown) =>
      this.#epochOf('an export').exports.push(exportOf(checked(schema.exported, content))),
    scenario: (content: unknown) => this.#lists.scenarios.push(checked(schema.scenario, content)),
    refusal: (content: unknown) => this.#lists.refusals.push(checked(schema.refusal, content)),
    result: (content: unknown) => this.#lists.results.push(checked(schema.result, content)),
  });

  #epochOf(what: string): OpenEpoch {
    return this.#instances.at(-1)?.at(-1) ?? misplaced(what, 'an epoch');
  }

  #close(counts: Readonly<Record<string, number>>): void {
    for (const line of new Set([...Object.keys(counts), ...this.#counts.keys()])) {
      const [told = 0, found = 0] = [counts[line], this.#counts.get(line)];
      if (told !== found)
        throw new LineError(`the footer tells of ${told} lines ${line.slice(0, 20)}, and there are ${found}`);
    }
    for (const { observations, entries, exports } of this.#instances.flat()) {
      if (observations.some((seen) => seen.exportCount > exports.length || seen.entryCount > entries.length))
        throw new LineError('an observation covers more than there is');
    }
    this.#isWhole = true;
  }
}

const misplaced = (what: string, owner: string): never => {
  throw new LineError(`${what} stands before ${owner}`);
};

function partsOf(text: string): { readonly line: string; readonly is: unknown } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new LineError('it is no JSON');
  }
  const { line, is } = (json ?? {}) as { readonly line?: unknown; readonly is?: unknown };
  if (typeof line !== 'string') throw new LineError('it does not say what it is');
  return { line, is };
}

/** A sentence of its own: what a newer suite has written is in order, and not to be read here. */
function refuseOtherSchema(content: unknown): void {
  const version = (content as { readonly schema?: unknown } | null)?.schema;
  if (typeof version === 'number' && version !== SCHEMA)
    throw new LineError(`it has version ${version} of the format; this suite reads version ${SCHEMA}`);
}

function checked<Value>(type: z.ZodType<Value>, content: unknown): Value {
  const result = type.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new LineError([...(issue?.path ?? []), issue?.message].join(': ').slice(0, 200));
}

/** @throws OtlpDecodeError */
const exportOf = ({ arrivedAtUnixMs, path, headers, raw }: schema.Exported): Export => ({
  arrivedAtUnixMs,
  ...decodeMetrics(raw),
  transport: {
    protocol: 'grpc',
    path,
    headers: Object.assign(Object.create(null), Object.fromEntries(headers)),
  },
  raw,
});
