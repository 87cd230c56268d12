import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at } from '../ledger/entries.fixture.ts';
import { PLAIN } from '../report/style.ts';
import { MAX_CHANGES } from './limits.ts';
import { PlainLines } from './plain.ts';
import { screenOf } from './screen.ts';
import { modelOf, taken, usersExport } from './watch.fixture.ts';

const withoutTime = (lines: readonly string[]) => lines.map((line) => line.slice('00:00:00'.length).trim());

test('a line per change, each once, and a count now and then', () => {
  const model = modelOf();
  const plain = new PlainLines(model, 10_000, PLAIN, at(0));
  assert.deepEqual(plain.next(at(1)), []);
  taken(
    model,
    usersExport(2, 3, () => 1n, 'ops'),
  );
  const lines = withoutTime(plain.next(at(2)));
  assert.equal(lines[0], 'kms.kmip.operations.per_user.total is exported: counter, unit "ops"');
  assert.match(
    lines.find((line) => line.startsWith('note')) ?? '',
    /^note +kms\.kmip\.operations\.per_user\.total\/unit failed, .*must have the unit "\{operation\}", but has "ops"$/,
  );
  assert.deepEqual(plain.next(at(3)), []);
  assert.deepEqual(withoutTime(plain.next(at(10))), [
    '1 exports, 1 in the last minute; 1 of 18 instruments; 3 series',
  ]);
  assert.deepEqual(plain.next(at(19)), []);
});

test('lines that did not fit between two looks are counted', () => {
  const model = modelOf();
  const plain = new PlainLines(model, 10_000, PLAIN, at(0));
  for (let line = 0; line < MAX_CHANGES + 5; line += 1)
    model.take({ kind: 'refused', atUnixMs: at(1), words: `${line}` });
  const lines = plain.next(at(1));
  assert.equal(lines[0], '... 5 lines left out');
  assert.equal(lines.length, MAX_CHANGES + 1);
});

for (const [columns, rows] of [
  [120, 50],
  [80, 24],
  [20, 6],
  [80, 1],
] as const) {
  test(`a terminal of ${columns} times ${rows} is never exceeded`, () => {
    const model = modelOf();
    taken(
      model,
      usersExport(2, 3, () => 1n),
    );
    const lines = screenOf(model, { columns, rows }, PLAIN);
    assert.ok(lines.length < Math.max(rows, 1));
    assert.ok(lines.every((line) => line.length <= columns));
    if (rows > 20) assert.match(lines.join('\n'), /kms\.kmip\.operations\.per_user\.total +3 +3 /);
  });
}
