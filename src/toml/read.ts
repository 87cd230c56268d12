import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';
import { lineOf } from './line-of.ts';

/** A TOML file that cannot be used; the message names the file, the line and what to change. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/**
 * Reads a TOML text against a schema.
 * @param source the file's name, for errors
 * @throws FileError, with every place that is not in order
 */
export function readToml<T>(text: string, source: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parsed(text, source));
  if (result.success) return result.data;
  throw new FileError(result.error.issues.flatMap((issue) => sentences(issue, text, source)).join('\n'));
}

function parsed(text: string, source: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new FileError(`${source}:${error.line}:${error.column}: ${error.message.split('\n')[0]}`);
  }
}

function sentences(issue: z.core.$ZodIssue, text: string, source: string): readonly string[] {
  const at = (path: readonly PropertyKey[]) => {
    const line = lineOf(text, path.map(String));
    return line === undefined ? source : `${source}:${line}`;
  };
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${at([...issue.path, key])}: there is no setting ${JSON.stringify(key)}`);
  }
  const where = issue.path.join('.');
  return [`${at(issue.path)}: ${where === '' ? '' : `${where}: `}${issue.message}`];
}
