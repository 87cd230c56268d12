import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { prepareSchema } from './schema.ts';

const database = new DatabaseSync(':memory:');
prepareSchema(database, 'memory');

for (const [query, index] of [
  [`SELECT 1 FROM objects WHERE state = 'PreActive' AND activation_date <= ?`, 'objects_to_activate'],
  [
    `SELECT 1 FROM objects WHERE state IN ('PreActive', 'Active') AND deactivation_date <= ?`,
    'objects_to_deactivate',
  ],
  ['SELECT * FROM objects WHERE owner = ? ORDER BY rowid', 'objects_by_owner'],
  ['SELECT * FROM objects WHERE owner = ? AND type = ?', 'objects_by_owner'],
] as const) {
  test(`${index} answers: ${query}`, () => {
    const plan = database
      .prepare(`EXPLAIN QUERY PLAN ${query}`)
      .all()
      .map(({ detail }) => String(detail));
    assert.match(plan[0] ?? '', new RegExp(`^SEARCH objects USING .*INDEX ${index} `));
  });
}
