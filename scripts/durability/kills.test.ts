import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killUnderLoad } from './kills.ts';
import { type Remembered, settle } from './memory.ts';

const KILLS = 10;

test('a server that is killed under load has everything that it acknowledged, and nothing by halves', async (t) => {
  const seed = Date.now() % 2 ** 32;
  t.diagnostic(`seed ${seed}: node scripts/test-durability.ts ${KILLS} ${seed}`);
  const outcome = await killUnderLoad(KILLS, seed);
  assert.deepEqual(outcome.wrong, []);
  assert.equal(outcome.kills, KILLS);
  assert.ok(outcome.acknowledged > KILLS, `${outcome.acknowledged} requests are too few to prove anything`);
});

test('what a restart shows is either acknowledged or what the unanswered request would have made', () => {
  const facts = { state: 'Active', comment: undefined };
  const unanswered = { state: 'Deactivated', comment: undefined };
  const object = (): Remembered => ({ id: 'k', kind: 'SymmetricKey', facts, unanswered });
  assert.equal(settle(object(), facts), undefined);
  assert.equal(settle(object(), unanswered), undefined);
  assert.match(settle(object(), { state: 'Destroyed', comment: undefined }) ?? '', /k is .*Destroyed/);
  const settled = object();
  settle(settled, facts);
  assert.match(settle(settled, unanswered) ?? '', /Deactivated/);
});
