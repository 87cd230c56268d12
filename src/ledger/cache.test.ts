import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documented } from '../contract/contract.fixture.ts';
import type { Definitions } from '../contract/contract.ts';
import { describe } from './bounds.ts';
import { CacheModel, type CacheSetting, type CacheUse } from './cache.ts';

const ROOMY: CacheSetting = { idleSeconds: 10, maxEntries: 100 };

const model = (setting: CacheSetting = ROOMY, definitions: Partial<Definitions> = {}) =>
  new CacheModel(setting, documented(definitions).definitions);

/** "hit 1", "miss 1, insert 1". */
const inWords = (use: CacheUse): string =>
  Object.entries(use)
    .filter(([, { max }]) => max !== 0n)
    .map(([what, bounds]) => `${what} ${describe(bounds)}`)
    .join(', ');

const use = (cache: CacheModel, id: string, seconds: number): string =>
  inWords(cache.use(id, seconds * 1000 - 10, seconds * 1000));

const MISS = 'miss 1, insert 1';
const HIT = 'hit 1';

test('the first use misses and fills, the next hit', () => {
  const cache = model();
  assert.deepEqual([use(cache, 'a', 1), use(cache, 'a', 2), use(cache, 'b', 3)], [MISS, HIT, MISS]);
});

test('what is idle for the limit is still there, a moment longer and it is gone', () => {
  const cache = model();
  use(cache, 'a', 1);
  assert.equal(use(cache, 'a', 10.99), HIT, 'ten seconds from the first sending to this answer');
  assert.equal(use(cache, 'a', 21.001), MISS, 'more than ten seconds from that answer to this sending');
  assert.equal(use(cache, 'a', 22), HIT);
});

test('in between it depends on when the target looked', () => {
  const cache = model();
  use(cache, 'a', 1);
  assert.equal(use(cache, 'a', 10.991), 'hit 0 to 1, miss 0 to 1, insert 0 to 1');
  const other = model();
  use(other, 'a', 1);
  assert.equal(use(other, 'a', 11.01), 'hit 0 to 1, miss 0 to 1, insert 0 to 1');
});

test('what is used does not grow old', () => {
  const cache = model();
  assert.deepEqual(
    [1, 9, 17, 25].map((seconds) => use(cache, 'a', seconds)),
    [MISS, HIT, HIT, HIT],
  );
});

test('what was used least recently makes room', () => {
  const cache = model({ idleSeconds: 900, maxEntries: 2 });
  use(cache, 'a', 1);
  use(cache, 'b', 2);
  assert.equal(use(cache, 'a', 3), HIT);
  assert.equal(use(cache, 'c', 4), MISS);
  assert.equal(use(cache, 'a', 5), HIT);
  assert.equal(use(cache, 'b', 6), MISS);
});

test('a destroyed object is forgotten', () => {
  const cache = model();
  use(cache, 'a', 1);
  cache.forgotten('a');
  assert.equal(use(cache, 'a', 2), MISS);
});

test('a cache that is off misses every time, and counts an insert only where that is so defined', () => {
  const off = new CacheModel(undefined, documented().definitions);
  const counting = new CacheModel(undefined, documented({ cacheInsertWhenOff: true }).definitions);
  assert.deepEqual([use(off, 'a', 1), use(off, 'a', 2)], ['miss 1', 'miss 1']);
  assert.deepEqual([use(counting, 'a', 1), use(counting, 'a', 2)], [MISS, MISS]);
});

test('creation fills the cache only where that is so defined', () => {
  const plain = model();
  const filling = model(ROOMY, { cacheFillAtCreation: true });
  plain.created('a', 0);
  filling.created('a', 0);
  assert.deepEqual([use(plain, 'a', 1), use(filling, 'a', 1)], [MISS, HIT]);
});

test('a use that was sent while another still filled may have missed as well', () => {
  const cache = model();
  assert.equal(inWords(cache.use('a', 100, 200)), MISS);
  assert.equal(inWords(cache.use('a', 199, 210)), 'hit 0 to 1, miss 0 to 1, insert 0 to 1');
  assert.equal(inWords(cache.use('a', 200, 220)), HIT);
});

test('of uses at once that all fill, which of them missed is unknown, also after the entry has been idle', () => {
  const cache = model();
  use(cache, 'a', 1);
  assert.equal(inWords(cache.use('a', 20_000, 20_100)), MISS);
  assert.equal(inWords(cache.use('a', 20_050, 20_110)), 'hit 0 to 1, miss 0 to 1, insert 0 to 1');
});

test('a use without an answer has counted once or not at all, and leaves the next one uncertain', () => {
  const cache = model();
  assert.equal(inWords(cache.use('a', 100, undefined)), 'miss 0 to 1, insert 0 to 1');
  assert.equal(inWords(cache.use('a', 500, 510)), 'hit 0 to 1, miss 0 to 1, insert 0 to 1');
  assert.equal(inWords(cache.use('a', 600, 610)), HIT);
});

test('a use of what is cached, without an answer, hit or did not happen', () => {
  const cache = model();
  use(cache, 'a', 1);
  assert.equal(inWords(cache.use('a', 1100, undefined)), 'hit 0 to 1');
});
