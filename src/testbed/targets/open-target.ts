import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { missingIn, type ProductionLimits } from '../production/limits.ts';
import { REFERENCE_FILE, referenceTarget } from '../reference-target.ts';
import type { Target } from '../target.ts';
import { commandTarget } from './command-target.ts';
import { parseTarget, TargetError } from './grammar.ts';
import { imageTarget } from './image-target.ts';
import { loadTargetFile, parseTargetFile, type TargetFile } from './target-file.ts';
import { checkTemplate } from './template.ts';
import { type ListenAddress, urlTarget } from './url-target.ts';

/** What the user says of the target. */
export interface TargetWish {
  /** reference, command:..., image:..., url:... */
  readonly target: string | undefined;
  /** A path, or the name of one that comes with the suite: cosmian-5.26. */
  readonly targetFile: string | undefined;
  /** host:port, for url. */
  readonly listen: string | undefined;
  /** Keep to the limits that the target file declares. */
  readonly productionSafe?: boolean | undefined;
}

/** A target with the file that describes it. */
export interface OpenedTarget {
  readonly target: Target;
  readonly file: TargetFile;
}

const READY_MADE = new URL('../../../targets/', import.meta.url);

/** @throws TargetError, FileError, TemplateError: mistakes of the user, in a sentence */
export function openTarget(wish: TargetWish): OpenedTarget {
  const { target, file } = opened(wish);
  return wish.productionSafe ? { target: { ...target, limits: limitsOf(file) }, file } : { target, file };
}

function opened({ target, targetFile, listen }: TargetWish): OpenedTarget {
  const described = targetFile === undefined ? undefined : loadTargetFile(pathOf(targetFile));
  const name = parseTarget(target ?? described?.target ?? 'reference');
  if (listen !== undefined && name.kind !== 'url') {
    throw new TargetError(
      '--listen is for a KMS that runs already (url:...): others are told a free port of the suite',
    );
  }
  switch (name.kind) {
    case 'reference': {
      if (described === undefined) return { target: referenceTarget(), file: loadTargetFile(REFERENCE_FILE) };
      throw new TargetError(
        'the reference brings its own target file: leave --target-file away, or name another target',
      );
    }
    case 'command': {
      for (const word of name.words) checkTemplate(word, 'command');
      const file = described ?? plain(`command ${name.words[0]}`);
      return { target: commandTarget(file, name.words), file };
    }
    case 'image': {
      const file = described ?? plain(`image ${name.image}`);
      return { target: imageTarget(file, name.image), file };
    }
    case 'url': {
      const file = described ?? plain(name.url.origin, 'start = false\nusers = false');
      return { target: urlTarget(file, name.url, addressOf(listen)), file };
    }
  }
}

/** @throws TargetError where the file declares none, or such that nothing could be taken away again */
function limitsOf({ name, production_safe: declared }: TargetFile): ProductionLimits {
  if (declared === undefined) {
    throw new TargetError(
      `--production-safe needs limits, and the target file of ${name} declares none: add [production_safe] with operations, objects, name_prefix and requests_per_second`,
    );
  }
  const limits = {
    operations: new Set(declared.operations),
    objects: declared.objects,
    namePrefix: declared.name_prefix,
    requestsPerSecond: declared.requests_per_second,
  };
  const problem = missingIn(limits);
  if (problem !== undefined) throw new TargetError(problem);
  return limits;
}

/** What is assumed of a target that comes without a file: the least. */
const plain = (name: string, capabilities = 'start = true'): TargetFile =>
  parseTargetFile(
    `name = ${JSON.stringify(name)}\n[identities]\nby = "default"\n[capabilities]\n${capabilities}`,
    'the suite',
  );

function pathOf(file: string): string {
  if (existsSync(file) || file.includes('/')) return file;
  const readyMade = fileURLToPath(new URL(file.endsWith('.toml') ? file : `${file}.toml`, READY_MADE));
  return existsSync(readyMade) ? readyMade : file;
}

/** Address at which OTLP/gRPC is expected by default. */
const DEFAULT_LISTEN = '127.0.0.1:4317';

/** @throws TargetError */
export function addressOf(listen = DEFAULT_LISTEN): ListenAddress {
  const [, host, port] = /^(?:\[?([^\]]+?)\]?:)?(\d{1,5})$/.exec(listen) ?? [];
  const number = Number(port);
  if (port === undefined || number > 65_535)
    throw new TargetError(`--listen ${listen} is no address: write HOST:PORT, for example 0.0.0.0:4317`);
  return { host: host ?? '127.0.0.1', port: number };
}
