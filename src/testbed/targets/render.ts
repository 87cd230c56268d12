import type { StartRequest } from '../target.ts';
import { wordsOf } from './grammar.ts';
import { placeholdersOf } from './placeholders.ts';
import type { TargetFile } from './target-file.ts';
import { fill, type Placeholders } from './template.ts';

/** What a target file makes of one start: files to write, arguments and environment of the process. */
export interface Rendered {
  /** Path -> text. */
  readonly files: ReadonlyMap<string, string>;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Prefix of the variables by which a process is told what the placeholders say: KMS_CONFORMANCE_OTLP_URL. */
const VARIABLE_PREFIX = 'KMS_CONFORMANCE_';

/** @param words arguments that come before those of the target file */
export function render({ start }: TargetFile, words: readonly string[], request: StartRequest): Rendered {
  const values = placeholdersOf(request);
  const filled = (template: string): string => fill(template, values);
  const configuration = filled(start.configuration ?? '');
  const files = new Map([[values.tokens_file ?? '', tokensToml(request.tokens)]]);
  if (configuration.trim() !== '') files.set(values.config_file ?? '', configuration);
  const environment = Object.entries(start.environment).map(([name, template]) => [name, filled(template)]);
  return {
    files,
    args: [...words.map(filled), ...wordsOf(filled(start.arguments))],
    env: {
      ...request.environment,
      ...toldAll(values),
      ...request.hsm?.env,
      ...Object.fromEntries(environment.filter(([, value]) => value !== '')),
    },
  };
}

const toldAll = (values: Placeholders): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[`${VARIABLE_PREFIX}${name.toUpperCase()}`, value]],
    ),
  );

const tokensToml = (tokens: ReadonlyMap<string, string>): string =>
  [...tokens].map((pair) => pair.map((word) => JSON.stringify(word)).join(' = ')).join('\n');
