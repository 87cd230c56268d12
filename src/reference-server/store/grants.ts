import type { DatabaseSync } from 'node:sqlite';
import { type Row, textIn } from './rows.ts';
import type { Grant, Store } from './store.ts';

type Grants = Pick<Store, 'grant' | 'revokeGrant' | 'grantsOn' | 'grantsTo' | 'grantedOperations'>;

/** Rows of one operation each, as grants of all operations on one object to one user. */
function collect(rows: readonly Row[]): readonly Grant[] {
  const groups = Map.groupBy(rows, (row) =>
    JSON.stringify([textIn(row, 'object_id'), textIn(row, 'grantee')]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return {
      id: textIn(first, 'object_id'),
      user: textIn(first, 'grantee'),
      operations: group.map((row) => textIn(row, 'operation')),
    };
  });
}

/** The part of the store that remembers who may do what; identifiers may be of objects outside it (hsm::). */
export function grantsIn(database: DatabaseSync, transaction: Store['transaction']): Grants {
  const insert = database.prepare(
    'INSERT INTO grants (object_id, grantee, operation) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const remove = database.prepare('DELETE FROM grants WHERE object_id = ? AND grantee = ? AND operation = ?');
  const ofObject = database.prepare('SELECT * FROM grants WHERE object_id = ?');
  const ofUser = database.prepare('SELECT * FROM grants WHERE grantee = ?');
  const ofBoth = database.prepare('SELECT operation FROM grants WHERE object_id = ? AND grantee = ?');
  return {
    grant: ({ id, user, operations }) =>
      transaction(() => {
        for (const operation of operations) insert.run(id, user, operation);
      }),
    revokeGrant: ({ id, user, operations }) =>
      transaction(() => {
        for (const operation of operations) remove.run(id, user, operation);
      }),
    grantsOn: (id) => collect(ofObject.all(id)),
    grantsTo: (user) => collect(ofUser.all(user)),
    grantedOperations: (id, user) => ofBoth.all(id, user).map((row) => textIn(row, 'operation')),
  };
}
