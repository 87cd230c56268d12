import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXCEPTIONS } from './exceptions.ts';

test('the README names every exception, and no other', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
  const [, table = ''] = readme.split('| vector | why |');
  const [rows = ''] = table.split('\n\n');
  const named = [...rows.matchAll(/^\| `([^`]+)` \|/gm)].map(([, vector]) => vector);
  assert.deepEqual(
    named,
    EXCEPTIONS.map(({ vector }) => vector),
  );
});
