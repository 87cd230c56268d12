import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Export } from '../../src/otlp/export.ts';
import { wrongInFirstExport } from './first-export.ts';

/** An export as far as it is looked at: names of instruments and the values of their points. */
const exported = (values: Readonly<Record<string, readonly bigint[]>>): Export => {
  const metrics = Object.entries(values).map(([name, points]) => ({
    name,
    data: { kind: 'sum', points: points.map((value) => ({ value })) },
  }));
  return { request: { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] } } as unknown as Export;
};

const wrongIn = (...exports: readonly Export[]) =>
  wrongInFirstExport({ exports, subscribe: () => () => undefined }, { objects: 3, activeKeys: 2 });

const right = exported({ 'kms.objects.total': [3n], 'kms.keys.active.count': [2n] });

for (const [what, values, wrong] of [
  ['nothing for exact counts', { 'kms.objects.total': [3n], 'kms.keys.active.count': [2n] }, []],
  [
    'each count that begins at zero',
    { 'kms.objects.total': [0n], 'kms.keys.active.count': [0n] },
    ['kms.objects.total is 0, not 3', 'kms.keys.active.count is 0, not 2'],
  ],
  ['a count that is absent', { 'kms.objects.total': [3n] }, ['kms.keys.active.count is absent, not 2']],
  [
    'a count that is there twice',
    { 'kms.objects.total': [3n, 3n], 'kms.keys.active.count': [2n] },
    ['kms.objects.total is 3 and 3, not 3'],
  ],
] as const) {
  test(`of a first export is told: ${what}; a later one mends nothing`, async () => {
    const told = wrong.map((words) => `the first export says ${words}`);
    assert.deepEqual(await wrongIn(exported(values), right), told);
  });
}
