import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checksOf } from './checks.ts';
import { documented } from './contract.fixture.ts';
import type { Kind } from './contract.ts';

const linesOf = (path: string): readonly string[] =>
  readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

const KINDS: Readonly<Record<string, Kind>> = {
  counter: 'counter',
  'up-down counter': 'up-down-counter',
  histogram: 'histogram',
};

const document = linesOf('document/instruments.txt').map((line) => {
  const [name = '', words = ''] = line.split(' — ');
  const [, kind = ''] = /\(([a-z -]+)[^()]*\)$/.exec(words) ?? [];
  return { name, words, kind: KINDS[kind] };
});

test('the document names eighteen instruments', () => {
  assert.equal(document.length, 18);
});

test('the contract has the names, words and kinds of the document, in its order', () => {
  const { instruments } = documented();
  assert.deepEqual(
    instruments.map(({ name, document: words, kind }) => ({ name, words, kind })),
    document,
  );
  assert.deepEqual(
    instruments.map(({ number }) => number),
    instruments.map((_, index) => index + 1),
  );
});

test('names, kinds, values and times are a MUST; units and attributes, which the document does not give, are not', () => {
  assert.deepEqual(documented().levels, {
    name: 'MUST',
    kind: 'MUST',
    unit: 'SHOULD',
    attributes: 'SHOULD',
    value: 'MUST',
    time: 'MUST',
  });
});

test('pushes are thirty seconds apart, give or take one', () => {
  assert.deepEqual(documented().push, { intervalSeconds: 30, toleranceSeconds: 1 });
});

test('only the cache and the HSM can be declared away', () => {
  const declarable = documented()
    .instruments.filter(({ capability }) => capability !== undefined)
    .map(({ name, capability }) => `${name} ${capability}`);
  assert.deepEqual(declarable, ['kms.cache.operations.total cache', 'kms.hsm.operations.total hsm']);
});

test('check ids are stable and never reused: this list only grows', () => {
  const ids = checksOf(documented()).map(({ id }) => id);
  assert.deepEqual(ids.toSorted(), linesOf('golden/checks.txt'));
  assert.equal(new Set(ids).size, ids.length);
});
