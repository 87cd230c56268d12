import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeLabels, LabelWriter } from '../ledger/label-text.ts';
import type { KeyValue } from '../otlp/model.ts';
import { OVERFLOW_KEY } from './overflow.ts';
import { labelsOf, shapes } from './shape.ts';

const set = (...pairs: readonly (readonly [string, KeyValue['value']])[]): readonly KeyValue[] =>
  pairs.map(([key, value]) => ({ key, value }));

test('as long as the keys are the same, the shape is the same object', () => {
  const shapeOf = shapes();
  const first = shapeOf(set(['user', 'alice'], ['operation', 'Get']));
  assert.equal(shapeOf(set(['user', 'bob'], ['operation', 'Create'])), first);
  assert.deepEqual(first.keys, ['operation', 'user']);
  for (const other of [set(['operation', 'Get'], ['user', 'alice']), set(['user', 'alice']), set()])
    assert.notEqual(shapeOf(other), first);
});

test('labels are written in order, whatever order they came in, and of a key that comes twice the last', () => {
  const shapeOf = shapes();
  const writer = new LabelWriter();
  for (const [attributes, text] of [
    [set(), ''],
    [set(['b', 'x'], ['a', 'y']), 'a="y", b="x"'],
    [set(['b', 'x'], ['a', 'z']), 'a="z", b="x"'],
    [set(['a', 'first'], ['a', 'last']), 'a="last"'],
    [set(['a', '"x"'], ['b', 3n]), 'a="\\"x\\"", b="integer 3"'],
  ] as const)
    assert.equal(labelsOf(attributes, shapeOf(attributes), writer), text);
});

test('a writer that knows the words writes what describeLabels writes', () => {
  const writer = new LabelWriter();
  for (const labels of [
    {},
    { user: 'a', operation: 'Get' },
    { operation: 'Get', user: 'a' },
    { user: 'Get' },
  ])
    for (const _ of ['anew', 'known'])
      assert.equal(writer.write(labels), describeLabels(Object.entries(labels)));
});

test('the overflow series is told by its key', () => {
  const shapeOf = shapes();
  assert.equal(shapeOf(set([OVERFLOW_KEY, true])).isOverflow, true);
  assert.equal(shapeOf(set(['user', OVERFLOW_KEY])).isOverflow, false);
});
