import type { DatabaseSync } from 'node:sqlite';

/** Raised whenever the tables change; stored as SQLite's user_version. */
const SCHEMA_VERSION = 1;

/*
 * `tally` holds one row of totals that the triggers keep, so that counting costs the same for ten objects and for a
 * million. Destroyed objects stay as tombstones and are in no total. Most objects have neither of the dates that come by
 * themselves, and stand in no index of them: each index is one more page that a commit writes.
 */
const SCHEMA = `
CREATE TABLE objects (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  type TEXT NOT NULL,
  state TEXT NOT NULL,
  activation_date INTEGER,
  deactivation_date INTEGER,
  attributes TEXT NOT NULL,
  object TEXT,
  wrapping_key_id TEXT,
  sealed BLOB,
  present INTEGER NOT NULL AS (state NOT IN ('Destroyed', 'DestroyedCompromised')) VIRTUAL,
  active_key INTEGER NOT NULL
    AS (state = 'Active' AND type IN ('SymmetricKey', 'PrivateKey', 'PublicKey', 'SplitKey')) VIRTUAL
) STRICT;
CREATE INDEX objects_by_owner ON objects (owner, type);
CREATE INDEX objects_to_activate ON objects (activation_date)
  WHERE state = 'PreActive' AND activation_date IS NOT NULL;
CREATE INDEX objects_to_deactivate ON objects (deactivation_date)
  WHERE state IN ('PreActive', 'Active') AND deactivation_date IS NOT NULL;

CREATE TABLE names (
  name TEXT NOT NULL,
  object_id TEXT NOT NULL REFERENCES objects (id),
  PRIMARY KEY (name, object_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX names_by_object ON names (object_id);

CREATE TABLE grants (
  object_id TEXT NOT NULL,
  grantee TEXT NOT NULL,
  operation TEXT NOT NULL,
  PRIMARY KEY (object_id, grantee, operation)
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_grantee ON grants (grantee, object_id, operation);

CREATE TABLE tally (objects INTEGER NOT NULL, active_keys INTEGER NOT NULL) STRICT;
INSERT INTO tally VALUES (0, 0);
CREATE TRIGGER tally_of_new AFTER INSERT ON objects BEGIN
  UPDATE tally SET objects = objects + new.present, active_keys = active_keys + new.active_key;
END;
CREATE TRIGGER tally_of_changed AFTER UPDATE ON objects BEGIN
  UPDATE tally SET
    objects = objects + new.present - old.present,
    active_keys = active_keys + new.active_key - old.active_key;
END;
`;

/**
 * Makes the tables of a new database, accepts those of its own version.
 * @throws Error when the database was written by a later version of this server
 */
export function prepareSchema(database: DatabaseSync, file: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version === SCHEMA_VERSION) return;
  if (version !== 0) {
    throw new Error(
      `The database ${file} has version ${version}, this server knows ${SCHEMA_VERSION}: start the server that made it, or use another folder.`,
    );
  }
  database.exec(`BEGIN IMMEDIATE; ${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
}
