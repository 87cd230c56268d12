import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationsOf } from './durations.ts';
import { bare, hold, message, op, plain } from './entries.fixture.ts';
import type { Entry } from './entry.ts';

const KMIP = 'kms.kmip.operation.duration';
const HTTP = 'kms.http.request.duration';
const DATABASE = 'kms.database.operation.duration';

const rounded = (entries: readonly Entry[]) =>
  Object.fromEntries(
    [...durationsOf(entries)].map(([name, { min, max }]) => [name, [min, Math.round(max * 1e6) / 1e6]]),
  );

test('nothing was sent: no time at all', () => {
  assert.deepEqual(rounded([]), { [KMIP]: [0, 0], [DATABASE]: [0, 0], [HTTP]: [0, 0] });
});

test('what the clients waited and a millisecond each; the database ten times that', () => {
  const entries = [bare('alice', op('Get'), { took: 0.2 }), plain('GET', '/version', { took: 0.1 })];
  assert.deepEqual(rounded(entries), { [KMIP]: [0, 0.201], [DATABASE]: [0, 3.02], [HTTP]: [0, 0.302] });
});

test('a message grants its time once, however many items it has', () => {
  assert.deepEqual(rounded([message('alice', [op('Get'), op('Get')], { took: 0.2 })])[KMIP], [0, 0.201]);
});

test('a slow operation sets a least', () => {
  const slow = bare('alice', op('CreateKeyPair', { atLeastSeconds: 0.45 }), { took: 1 });
  assert.deepEqual(rounded([slow, bare('alice', op('Get'), { took: 0.1 })])[KMIP], [0.45, 1.102]);
});

test('a request without an answer leaves its durations open', () => {
  const entries = [bare('alice', op('Get'), { took: 0.2 }), plain('GET', '/version', { lost: true })];
  assert.deepEqual(rounded(entries), {
    [KMIP]: [0, 0.201],
    [DATABASE]: [0, Number.POSITIVE_INFINITY],
    [HTTP]: [0, Number.POSITIVE_INFINITY],
  });
});

test('holding a request takes no time of its own', () => {
  assert.deepEqual(rounded([hold('held'), hold('released')])[HTTP], [0, 0]);
});
