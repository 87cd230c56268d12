import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checksOf } from '../contract/checks.ts';
import { documented } from '../contract/contract.fixture.ts';
import { howJudged } from './explanations.ts';

test('of every check it is said how it is judged: src/judge/explanations.ts', () => {
  const silent = checksOf(documented()).filter(({ id }) => howJudged(id) === undefined);
  assert.deepEqual(
    silent.map(({ id }) => id),
    [],
  );
});

test('what is special about an instrument goes before what holds for its aspect', () => {
  assert.notEqual(howJudged('kms.server.uptime/value'), howJudged('kms.errors.total/value'));
  assert.equal(howJudged('kms.server.uptime/unit'), howJudged('kms.errors.total/unit'));
  assert.equal(howJudged('push/unheard-of'), undefined);
});
