/** One sample of the Prometheus text format. */
export interface ExposedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a scrape shows. */
export interface Exposition {
  readonly samples: readonly ExposedSample[];
  /** Family -> type, as its TYPE line says. */
  readonly types: ReadonlyMap<string, string>;
}

/** What this reader cannot read, with its line. */
export class ExpositionError extends Error {
  override readonly name = 'ExpositionError';
}

/** As much as a page of this size can be; a Collector shows a few hundred. */
const MAX_LINES = 1_000_000;

/**
 * Reads the text format: https://prometheus.io/docs/instrumenting/exposition_formats/
 * @throws ExpositionError
 */
export function readExposition(text: string): Exposition {
  const lines = text.split('\n', MAX_LINES + 1);
  if (lines.length > MAX_LINES)
    throw new ExpositionError(`more than ${MAX_LINES} lines: no page of metrics is so long`);
  const types = new Map<string, string>();
  const samples: ExposedSample[] = [];
  for (const line of lines) {
    const [, family, type] = /^# TYPE (\S+) (\S+)/.exec(line) ?? [];
    if (family !== undefined && type !== undefined) types.set(family, type);
    if (line.trim() !== '' && !line.startsWith('#')) samples.push(sampleOf(line));
  }
  return { samples, types };
}

const SAMPLE = /^([A-Za-z_:][\w:]*)(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})?\s+(\S+)(?:\s+\d+)?\s*$/;
const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

function sampleOf(line: string): ExposedSample {
  const [, name, inside = '', value = ''] = SAMPLE.exec(line) ?? [];
  if (name === undefined)
    throw new ExpositionError(`${JSON.stringify(line.slice(0, 120))} is no line of the text format`);
  const labels = [...inside.matchAll(LABEL)].map(([, key = '', text = '']) => [key, unescaped(text)]);
  return { name, labels: Object.fromEntries(labels), value: numberIn(value) };
}

const unescaped = (text: string): string =>
  text.replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));

/** "+Inf", "-Inf" and "NaN" are numbers there. */
export const numberIn = (text: string): number => Number(text.replace('Inf', 'Infinity'));
