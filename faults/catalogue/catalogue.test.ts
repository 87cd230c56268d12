import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { documented } from '../../src/contract/contract.fixture.ts';
import { wireFaults } from '../kill.ts';
import { serverFaults } from '../server/catalogue.ts';
import { stackFaults } from '../stack/stack-faults.ts';
import { CATALOGUE } from './catalogue.ts';
import { ELSEWHERE, NOT_HERE, type Pointer } from './elsewhere.ts';

const ROOT = new URL('../../', import.meta.url);
const faults = [...wireFaults(documented()), ...serverFaults, ...stackFaults];
const planted = new Set(faults.flatMap(({ of }) => (of === undefined ? [] : [of])));

test('every row is planted, here or elsewhere, or has a reason why not, and not both', () => {
  const wrong = [...CATALOGUE.keys()].filter((id) => (planted.has(id) || id in ELSEWHERE) === id in NOT_HERE);
  assert.deepEqual(wrong, []);
});

test('what is planted, elsewhere or not here is a row', () => {
  const named = [...planted, ...Object.keys(ELSEWHERE), ...Object.keys(NOT_HERE)];
  assert.deepEqual(
    named.filter((id) => !CATALOGUE.has(id)),
    [],
  );
});

const known = new Set(faults.map(({ id }) => id));

/** A test or a case of one that has these words, in a file that is there. */
const isThere = (pointer: Pointer): boolean => {
  if ('fault' in pointer) return known.has(pointer.fault);
  const file = fileURLToPath(new URL(pointer.file, ROOT));
  return existsSync(file) && readFileSync(file, 'utf8').includes(pointer.says);
};

test('what plants a row elsewhere is there, in these words', () => {
  assert.deepEqual(
    Object.entries(ELSEWHERE).filter(([, pointer]) => !isThere(pointer)),
    [],
  );
});

test('what a fault names as its own needs no pointer', () => {
  assert.deepEqual(
    Object.keys(ELSEWHERE).filter((id) => planted.has(id)),
    [],
  );
});

test('nothing waits to be planted', () => {
  assert.deepEqual(
    Object.entries(NOT_HERE).filter(([, why]) => /not (planted )?yet/.test(why)),
    [],
  );
});

/** Not part of the repository: it belongs to somebody else. */
const LIST = fileURLToPath(new URL('../shared/mutation-operators.csv', ROOT));

test('every row of the list that the catalogue follows is in it, at its level and place', {
  skip: existsSync(LIST) ? false : 'there is no list of operators in ../shared',
}, () => {
  const listed = readFileSync(LIST, 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split(',').slice(0, 3));
  const ours = [...CATALOGUE.values()].map(({ id, level, place }) => [id, level, place]);
  assert.ok(listed.length > 0);
  assert.deepEqual(ours.sort(), listed.sort());
});
