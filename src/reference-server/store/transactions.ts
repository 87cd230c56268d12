import type { DatabaseSync } from 'node:sqlite';

/** Runs work in one transaction of the database: all or nothing; a transaction inside another joins it. */
export function transactionsOf(database: DatabaseSync): <T>(work: () => T) => T {
  let open = false;
  return (work) => {
    if (open) return work();
    database.exec('BEGIN IMMEDIATE');
    open = true;
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    } finally {
      open = false;
    }
  };
}
