import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Operation, send, text } from './kmip.ts';
import {
  type Counts,
  type Kind,
  type Made,
  type Memory,
  type Remembered,
  remember,
  settle,
} from './memory.ts';

const OBJECTS_PER_MESSAGE = 100;

const questions = ({ id }: Remembered): readonly Operation[] => {
  const payload = [text('UniqueIdentifier', id)];
  return [
    { name: 'GetAttributes', payload },
    { name: 'Get', payload },
  ];
};

/** The bytes of a key must be those that its Digest attribute was made of. */
const isWhole = (object: Remembered, material: string | undefined, digest: string | undefined): boolean =>
  object.kind !== 'SymmetricKey' ||
  (material !== undefined &&
    createHash('sha256').update(Buffer.from(material, 'hex')).digest('hex') === digest?.toLowerCase());

/** Asks a server about objects that it acknowledged before it was killed. @returns what is wrong */
export async function askedAbout(url: string, objects: readonly Remembered[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (let from = 0; from < objects.length; from += OBJECTS_PER_MESSAGE) {
    const asked = objects.slice(from, from + OBJECTS_PER_MESSAGE);
    const answers = await send(url, asked.flatMap(questions));
    for (const [index, object] of asked.entries()) {
      const [shown, content] = answers.slice(2 * index);
      const state = shown?.leaf('State');
      if (shown?.ok !== true || state === undefined) wrong.push(`${object.id} is lost`);
      else {
        const mistake = settle(object, { state, comment: shown.leaf('Comment') });
        if (mistake !== undefined) wrong.push(mistake);
        const gone = state === 'Destroyed';
        if (content?.ok === gone) wrong.push(`${object.id} is ${state}, its content says otherwise`);
        if (!gone && !isWhole(object, content?.leaf('KeyMaterial'), shown.leaf('DigestValue'))) {
          wrong.push(`${object.id} has other bytes than its digest`);
        }
      }
    }
  }
  return wrong;
}

/**
 * Remembers what stands in the store though nobody was told of it: a request that was not answered may have made it.
 * @returns what no such request explains
 */
export async function found(
  url: string,
  folder: string,
  memory: Memory,
  mayHaveMade: readonly Made[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const left = [...mayHaveMade];
  for (const { id, kind } of inStore(folder).filter(({ id }) => !memory.objects.has(id))) {
    const [shown] = await send(url, [{ name: 'GetAttributes', payload: [text('UniqueIdentifier', id)] }]);
    const made = { kind, comment: shown?.leaf('Comment') };
    const explained = left.findIndex((may) => may.kind === made.kind && may.comment === made.comment);
    if (explained < 0)
      wrong.push(`${id} is there, and no request was sent that makes ${JSON.stringify(made)}`);
    else left.splice(explained, 1);
    remember(memory, id, made);
  }
  return wrong;
}

function inDatabase<T>(folder: string, read: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(folder, 'kms.db'), { readOnly: true });
  try {
    return read(database);
  } finally {
    database.close();
  }
}

const inStore = (folder: string): readonly { readonly id: string; readonly kind: Kind }[] =>
  inDatabase(folder, (database) =>
    database
      .prepare('SELECT id, type FROM objects')
      .all()
      .map(({ id, type }) => ({ id: String(id), kind: String(type) as Kind })),
  );

/** What the store holds, counted without the totals that the server keeps. */
export const storedCounts = (folder: string): Counts =>
  inDatabase(folder, (database) => {
    const row = database
      .prepare(`SELECT sum(state <> 'Destroyed') AS objects, sum(state = 'Active') AS active FROM objects`)
      .get();
    return { objects: Number(row?.objects), activeKeys: Number(row?.active) };
  });

/** Each query counts what must not be: half-written pairs and replacements, names of nothing, totals that drifted. */
const MUST_BE_ZERO: Readonly<Record<string, string>> = {
  'halves of pairs without the other half': `SELECT count(*) AS wrong FROM objects,
    json_each(objects.attributes, '$.value') AS attribute
    WHERE attribute.value ->> '$.tag' = 'Link'
    AND attribute.value ->> '$.value[1].value' NOT IN (SELECT id FROM objects)`,
  'objects with neither content nor a tombstone': `SELECT count(*) AS wrong FROM objects
    WHERE present AND object IS NULL AND sealed IS NULL`,
  'tombstones with content': 'SELECT count(*) AS wrong FROM objects WHERE NOT present AND object IS NOT NULL',
  'names of objects that are not there': `SELECT count(*) AS wrong FROM names
    WHERE object_id NOT IN (SELECT id FROM objects)`,
  'differences in the total of objects': `SELECT abs(objects - (SELECT count(*) FROM objects WHERE present)) AS wrong
    FROM tally`,
  'differences in the total of active keys': `SELECT abs(active_keys -
    (SELECT count(*) FROM objects WHERE active_key)) AS wrong FROM tally`,
};

/** Reads the database beside the running server. @returns what is wrong */
export const foundInDatabase = (folder: string): readonly string[] =>
  inDatabase(folder, (database) => {
    const broken = database
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => String(row.integrity_check));
    const counted = Object.entries(MUST_BE_ZERO).flatMap(([what, query]) => {
      const wrong = Number(database.prepare(query).get()?.wrong);
      return wrong === 0 ? [] : [`${wrong} ${what}`];
    });
    return [...broken.filter((said) => said !== 'ok'), ...counted];
  });
