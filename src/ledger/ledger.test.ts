import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { hold, plain } from './entries.fixture.ts';
import { Ledger } from './ledger.ts';

const entry = plain('GET', '/version');

test('a request is in flight from its announcement to its end', async () => {
  const ledger = new Ledger();
  await ledger.begin();
  assert.deepEqual([ledger.inFlight, ledger.entries.length], [1, 0]);
  ledger.end(entry);
  assert.deepEqual([ledger.inFlight, ledger.entries], [0, [entry]]);
});

test('what is held is entered and not in flight', () => {
  const ledger = new Ledger();
  ledger.enter(hold('held'));
  assert.deepEqual([ledger.inFlight, ledger.entries.length], [0, 1]);
});

test('quiet waits for the last request in flight', async () => {
  const ledger = new Ledger();
  await ledger.quiet();
  await ledger.begin();
  await ledger.begin();
  let isQuiet = false;
  const quiet = ledger.quiet().then(() => {
    isQuiet = true;
  });
  ledger.end(entry);
  await setImmediate();
  assert.equal(isQuiet, false);
  ledger.end(entry);
  await quiet;
});

test('no request starts while an observation is under way', async () => {
  const ledger = new Ledger();
  const observation = Promise.withResolvers<string>();
  const closed = ledger.closedWhile(() => observation.promise);
  const begun = ledger.begin();
  await setImmediate();
  assert.equal(ledger.inFlight, 0);
  observation.resolve('seen');
  assert.equal(await closed, 'seen');
  await begun;
  assert.equal(ledger.inFlight, 1);
});

test('an observation that fails opens the gate again', async () => {
  const ledger = new Ledger();
  await assert.rejects(
    ledger.closedWhile(() => Promise.reject(new Error('in vain'))),
    /in vain/,
  );
  await ledger.begin();
  assert.equal(ledger.inFlight, 1);
});
