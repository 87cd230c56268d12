import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { KmipError } from '../../kmip/errors.ts';
import { maybeText, structuresOf } from '../../kmip/fields.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { attributeReader } from './attribute-texts.ts';
import { onDatabase } from './failures.ts';
import { grantsIn } from './grants.ts';
import { COLUMNS, fromRow, type Row, toRow } from './rows.ts';
import { prepareSchema } from './schema.ts';
import type { ObjectQuery, Store, StoredObject } from './store.ts';
import { lockStore } from './store-lock.ts';
import { transactionsOf } from './transactions.ts';

const BUSY_TIMEOUT_MS = 5000;

/** The NameValue of every Name attribute. */
const namesIn = (attributes: TtlvStructure): ReadonlySet<string> =>
  new Set(structuresOf(attributes, 'Name').flatMap((name) => maybeText(name, 'NameValue') ?? []));

function openDatabase(folder: string): DatabaseSync {
  const file = join(folder, 'kms.db');
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, readBigInts: true });
  chmodSync(file, 0o600);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
  prepareSchema(database, file);
  return database;
}

/**
 * Opens the store in a folder, which is made where it does not exist. Files: kms.db, kms.lock.
 * @throws Error when another process uses the folder, or the database is of a later version
 */
export function openSqliteStore(folder: string): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = lockStore(join(folder, 'kms.lock'));
  try {
    return sqliteStore(openDatabase(folder), () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The store in a database that has its tables. */
export function sqliteStore(database: DatabaseSync, closed: () => void): Store {
  const transaction = transactionsOf(database);
  const attributesIn = attributeReader();
  const read = (row: Row): StoredObject => fromRow(row, attributesIn);
  const insert = database.prepare(`INSERT INTO objects
    (id, owner, type, state, activation_date, deactivation_date, attributes, object, wrapping_key_id, sealed)
    VALUES (:id, :owner, :type, :state, :activation_date, :deactivation_date, :attributes, :object, :wrapping_key_id, :sealed)
    ON CONFLICT (id) DO NOTHING`);
  const change = database.prepare(`UPDATE objects SET
    owner = :owner, type = :type, state = :state, activation_date = :activation_date,
    deactivation_date = :deactivation_date, attributes = :attributes, object = :object,
    wrapping_key_id = :wrapping_key_id, sealed = :sealed WHERE id = :id`);
  const byId = database.prepare(`SELECT ${COLUMNS.join()} FROM objects WHERE id = ?`);
  const insertName = database.prepare('INSERT INTO names (name, object_id) VALUES (?, ?)');
  const deleteNames = database.prepare('DELETE FROM names WHERE object_id = ?');
  const removal = [
    // The totals follow changes of state, not rows that go.
    "UPDATE objects SET state = 'Destroyed' WHERE id = ?",
    'DELETE FROM names WHERE object_id = ?',
    'DELETE FROM grants WHERE object_id = ?',
    'DELETE FROM objects WHERE id = ?',
  ].map((statement) => database.prepare(statement));
  const searches = searchesIn(database, read);
  const activate = database.prepare(`UPDATE objects SET state = 'Active'
    WHERE state = 'PreActive' AND activation_date <= ?`);
  const deactivate = database.prepare(`UPDATE objects SET state = 'Deactivated'
    WHERE state IN ('PreActive', 'Active') AND deactivation_date <= ?`);
  // Most of the time no date is due, and nothing has to be written to count.
  const due = database.prepare(`
    SELECT 1 FROM objects WHERE state = 'PreActive' AND activation_date <= :now
    UNION ALL SELECT 1 FROM objects WHERE state IN ('PreActive', 'Active') AND deactivation_date <= :now LIMIT 1`);
  const totals = database.prepare('SELECT objects, active_keys FROM tally');

  const insertNames = (object: StoredObject): void => {
    for (const name of namesIn(object.attributes)) insertName.run(name, object.id);
  };

  return {
    backend: 'sqlite',
    create: (object) =>
      transaction(() => {
        if (insert.run(toRow(object)).changes === 0n) {
          throw new KmipError('ObjectAlreadyExists', `an object ${object.id} exists already`);
        }
        insertNames(object);
      }),
    retrieve: (id) => {
      const row = onDatabase(() => byId.get(id));
      return row === undefined ? undefined : read(row);
    },
    update: (object) =>
      transaction(() => {
        change.run(toRow(object));
        deleteNames.run(object.id);
        insertNames(object);
      }),
    remove: (id) =>
      transaction(() => {
        for (const step of removal) step.run(id);
      }),
    find: (query) => onDatabase(() => searches(query)),
    ...grantsIn(database, transaction),
    transaction,
    counts: (now) => {
      if (onDatabase(() => due.get({ now })) !== undefined) {
        transaction(() => {
          activate.run(now);
          deactivate.run(now);
        });
      }
      const row = onDatabase(() => totals.get());
      return { objects: Number(row?.objects), activeKeys: Number(row?.active_keys) };
    },
    close: () => {
      database.close();
      closed();
    },
  };
}

/** A name is always looked up first: CROSS JOIN keeps SQLite from starting with all objects of an owner. */
const BY_NAME = 'names CROSS JOIN objects ON objects.id = names.object_id';

/** One prepared statement for each set of criteria that a query can have. */
function searchesIn(database: DatabaseSync, read: (row: Row) => StoredObject): Store['find'] {
  const criteria: readonly (keyof ObjectQuery)[] = ['owner', 'type', 'name'];
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  return (query) => {
    const given = criteria.filter((key) => query[key] !== undefined);
    const from = query.name === undefined ? 'objects' : BY_NAME;
    const where = given.map((key) => `${key} = :${key}`).join(' AND ') || 'TRUE';
    const sql = `SELECT ${COLUMNS.map((column) => `objects.${column}`).join()} FROM ${from} WHERE ${where} ORDER BY objects.rowid`;
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    const values = Object.fromEntries(given.map((key) => [key, query[key] ?? null]));
    return statement.all(values).map(read);
  };
}
