import { DatabaseSync } from 'node:sqlite';

/** Long enough for a predecessor that is shutting down, short enough for a person who started two servers. */
const PATIENCE_MS = 1000;

/** Locks in force: node:sqlite closes a database, and drops its lock, when nothing refers to it any more. */
const held = new Set<DatabaseSync>();

/**
 * Takes the folder for this process alone, with SQLite's own lock on an empty database: the operating system drops it
 * when the process ends in any way, so no stale lock file can be left behind.
 * @throws Error when another process holds it
 */
export function lockStore(file: string): { release(): void } {
  const lock = new DatabaseSync(file, { timeout: PATIENCE_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new Error(
      `The store is in use: another process holds ${file}. Stop that server, or give this one a folder of its own.`,
      { cause },
    );
  }
  held.add(lock);
  return {
    release: () => {
      held.delete(lock);
      lock.close();
    },
  };
}
