import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inPool } from './pool.ts';
import { freePort } from './port.ts';
import { until, WaitError } from './until.ts';

function source() {
  const listeners = new Set<() => void>();
  return {
    listeners,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: () => {
      for (const listener of listeners) listener();
    },
  };
}

const wait = { timeoutMs: 1000, describe: () => 'an export' };

test('what is true already is not waited for', async () => {
  const { subscribe, listeners } = source();
  assert.equal(await until({ ...wait, check: () => 'now', subscribe }), 'now');
  assert.equal(listeners.size, 0);
});

test('an event makes it look again', async () => {
  const { subscribe, tell, listeners } = source();
  let exports = 0;
  const waiting = until({ ...wait, check: () => (exports >= 2 ? exports : undefined), subscribe });
  for (exports = 1; exports <= 2; exports += 1) tell();
  assert.equal(await waiting, 2);
  assert.equal(listeners.size, 0);
});

const IN_VAIN: readonly (readonly [string, Partial<Parameters<typeof until>[0]>, RegExp])[] = [
  ['too long', { timeoutMs: 20 }, /^waited 0\.02 s in vain for an export$/],
  [
    'the target ends',
    { ended: Promise.resolve('ended with exit code 3') },
    /^the target ended with exit code 3 while waiting for an export$/,
  ],
];

for (const [what, options, message] of IN_VAIN) {
  test(`in vain: ${what}`, async () => {
    const { subscribe, listeners } = source();
    await assert.rejects(
      until({ ...wait, check: () => undefined, subscribe, ...options }),
      (error: Error) => {
        assert.ok(error instanceof WaitError);
        assert.match(error.message, message);
        return true;
      },
    );
    assert.equal(listeners.size, 0);
  });
}

test('a check that throws ends the wait', async () => {
  const { subscribe } = source();
  const check = () => {
    throw new Error('unreadable');
  };
  await assert.rejects(until({ ...wait, check, subscribe }), /unreadable/);
});

test('a pool does all jobs, so many at once, in their order', async () => {
  let running = 0;
  let most = 0;
  const results = await inPool([30, 10, 20, 5], 2, async (ticks) => {
    running += 1;
    most = Math.max(most, running);
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    running -= 1;
    return ticks * 2;
  });
  assert.deepEqual([results, most], [[60, 20, 40, 10], 2]);
});

test('a pool without jobs, and one with a job that fails', async () => {
  assert.deepEqual(await inPool([], 2, async () => 1), []);
  await assert.rejects(
    inPool([1], 2, () => Promise.reject(new Error('broken'))),
    /broken/,
  );
});

test('a free port is one that can be had', async () => {
  const port = await freePort();
  assert.ok(port > 0 && port < 65_536);
});
