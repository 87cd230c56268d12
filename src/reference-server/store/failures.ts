import { KmipError } from '../../kmip/errors.ts';

/** What the world around does to a database, by SQLite's primary result code (https://www.sqlite.org/rescode.html). */
const CAUSES: ReadonlyMap<number, string> = new Map([
  [5, 'another program holds it: stop that program'],
  [8, 'it is read-only: give the server write access to its folder'],
  [10, 'its files cannot be read or written: look at the disk'],
  [11, 'its file is damaged: restore it from a backup'],
  [13, 'the disk is full: make room on it'],
  [14, 'its files cannot be opened: look at the folder and its rights'],
]);

/** Extended codes carry the primary one in their lowest byte. */
const primaryCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;

/** The error as a client may hear it: a KMIP failure for what is no defect of this server, else what it was. */
export function databaseFailure(error: unknown): unknown {
  const cause = CAUSES.get(primaryCode(error) ?? 0);
  if (cause === undefined) return error;
  return new KmipError('GeneralFailure', `the database does not work: ${cause}`, { cause: error });
}

/** Runs work on the database. @throws KmipError GeneralFailure when the database does not work */
export function onDatabase<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw databaseFailure(error);
  }
}
