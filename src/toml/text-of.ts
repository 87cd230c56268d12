import { readFileSync } from 'node:fs';
import { FileError } from './read.ts';

/**
 * The text of a file that somebody has named.
 * @param what the file, as the sentence about it has it
 * @param hint what to do where it cannot be read
 * @throws FileError
 */
export function textOf(file: string, what = file, hint = ''): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FileError(`${what} cannot be read: ${why}${hint && `; ${hint}`}`);
  }
}
