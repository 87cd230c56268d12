import type { DatabaseSync } from 'node:sqlite';
import { onDatabase } from './failures.ts';

/** What a failed commit left open would make every later transaction fail. */
function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK');
  } catch {
    // SQLite rolls back by itself when the next transaction begins; what failed first is what matters.
  }
}

/**
 * Runs work in one transaction of the database: all or nothing; a transaction inside another joins it.
 * @throws KmipError GeneralFailure when the database does not work
 */
export function transactionsOf(database: DatabaseSync): <T>(work: () => T) => T {
  let open = false;
  const run = <T>(work: () => T): T => {
    database.exec('BEGIN IMMEDIATE');
    open = true;
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      rollBack(database);
      throw error;
    } finally {
      open = false;
    }
  };
  return (work) => (open ? work() : onDatabase(() => run(work)));
}
