import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exactly, upTo } from './bounds.ts';
import { contribution, scenariosOf, Tally, totalOf } from './tally.ts';

test('the same labels are one series, in whatever order their keys come', () => {
  const tally = new Tally();
  tally.add(contribution('i', { user: 'alice', operation: 'Get' }, exactly(2n)), 'one');
  tally.add(contribution('i', { operation: 'Get', user: 'alice' }, upTo(1n)), 'two');
  tally.add(contribution('i', { operation: 'Get', user: 'bob' }, exactly(4n)), 'two');
  tally.add(contribution('other', {}, exactly(9n)), 'three');
  const series = tally.series('i');
  assert.deepEqual(
    series.map(({ value }) => value),
    [{ min: 2n, max: 3n }, exactly(4n)],
  );
  assert.deepEqual(totalOf(series), { min: 6n, max: 7n });
  assert.deepEqual(scenariosOf(series), new Set(['one', 'two']));
});

test('an instrument that nothing moved has no series', () => {
  assert.deepEqual(new Tally().series('i'), []);
  assert.deepEqual(totalOf([]), exactly(0n));
});

test('labels that only differ by where a separator stands stay apart', () => {
  const tally = new Tally();
  tally.add(contribution('i', { a: 'x,y' }, exactly(1n)), 's');
  tally.add(contribution('i', { a: 'x', y: '' }, exactly(1n)), 's');
  tally.add(contribution('i', { a: '"x"' }, exactly(1n)), 's');
  assert.equal(tally.series('i').length, 3);
});
