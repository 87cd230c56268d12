import assert from 'node:assert/strict';
import { test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { retryPolicy } from './retry-policy.ts';

const INTERVAL_MS = 30_000;
const SECOND = 1_000;
const middle = () => 0.5;
const policy = retryPolicy(INTERVAL_MS, middle);

const RETRIED = [
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.ABORTED,
  status.OUT_OF_RANGE,
  status.UNAVAILABLE,
  status.DATA_LOSS,
];

for (const [name, code] of Object.entries(status)) {
  if (typeof code !== 'number' || code === status.OK) continue;
  const isRetried = RETRIED.includes(code);
  test(`${name} is ${isRetried ? '' : 'not '}retried`, () => {
    assert.equal(policy({ code, retryAfterMs: undefined }, 1), isRetried ? SECOND : undefined);
  });
}

const ROWS: readonly (readonly [
  string,
  number | undefined,
  number | undefined,
  number,
  number | undefined,
])[] = [
  ['RESOURCE_EXHAUSTED with RetryInfo', status.RESOURCE_EXHAUSTED, 2_500, 1, 2_500],
  ['RetryInfo shorter than the back-off', status.UNAVAILABLE, 10, 3, 4 * SECOND],
  ['the longest pause that is obeyed', status.UNAVAILABLE, 300_000, 1, 300_000],
  ['a longer one', status.UNAVAILABLE, 300_001, 1, undefined],
  ['RetryInfo with what is final', status.INVALID_ARGUMENT, 10, 1, undefined],
  ['no status at all', undefined, undefined, 1, undefined],
  ['the second attempt', status.UNAVAILABLE, undefined, 2, 2 * SECOND],
  ['the third', status.UNAVAILABLE, undefined, 3, 4 * SECOND],
  ['the fourth, which grows no more', status.UNAVAILABLE, undefined, 4, 5 * SECOND],
  ['the last attempt but one', status.UNAVAILABLE, undefined, 5, 5 * SECOND],
  ['the last', status.UNAVAILABLE, undefined, 6, undefined],
];
for (const [what, code, retryAfterMs, attempts, expected] of ROWS) {
  test(`${what}: ${expected}`, () => assert.equal(policy({ code, retryAfterMs }, attempts), expected));
}

test('a pause is a fifth longer or shorter by chance, and short where pushes come fast', () => {
  const first = (intervalMs: number, random: number) =>
    retryPolicy(intervalMs, () => random)({ code: status.UNAVAILABLE, retryAfterMs: undefined }, 1);
  assert.deepEqual(
    [first(INTERVAL_MS, 0), first(INTERVAL_MS, 1)].map((ms) => Math.round(ms ?? 0)),
    [800, 1_200],
  );
  assert.equal(first(100, 0.5), 50);
});
