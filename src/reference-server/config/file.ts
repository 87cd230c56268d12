import { parse, TomlError } from 'smol-toml';
import { ConfigError } from './error.ts';
import { type Setting, settings } from './settings.ts';
import type { Given } from './source.ts';

/** Reads the text of a TOML settings file. @throws ConfigError for a syntax error or an unknown key. */
export const readFile = (name: string, content: string): readonly Given[] =>
  leaves(parseToml(name, content)).map(({ path, value }) => {
    const place = `${path} in ${name}:${lineOf(content, path)}`;
    const key = keysByPath.get(path);
    if (key === undefined) throw new ConfigError(`Unknown key ${place}. Known keys: ${knownPaths}.`);
    return { key, place, value };
  });

/** @throws ConfigError */
export const parseToml = (name: string, content: string): Record<string, unknown> => {
  try {
    return parse(content);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '');
    throw new ConfigError(`${name}:${error.line} is not TOML: ${reason}.`);
  }
};

const keysByPath = new Map(
  Object.entries<Setting<unknown>>(settings).flatMap(([key, row]) =>
    row.toml.map((path) => [path, key as keyof typeof settings] as const),
  ),
);

const knownPaths = [...keysByPath.keys()].join(', ');

interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

const leaves = (table: Record<string, unknown>, prefix = ''): readonly Leaf[] =>
  Object.entries(table).flatMap(([key, value]) =>
    isTable(value) ? leaves(value, `${prefix}${key}.`) : [{ path: `${prefix}${key}`, value }],
  );

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** The parser keeps no positions: the line is found by walking headings and keys. */
const lineOf = (content: string, path: string): number => {
  let heading = '';
  for (const [index, line] of content.split('\n').entries()) {
    heading = /^\s*\[+\s*([^\]]+?)\s*\]/.exec(line)?.[1] ?? heading;
    const key = /^\s*([\w.-]+|"[^"]*")\s*=/.exec(line)?.[1]?.replaceAll('"', '');
    if (key !== undefined && (heading === '' ? key : `${heading}.${key}`) === path) return index + 1;
  }
  return 1;
};
