import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { HsmThread } from './hsm-thread.ts';

const thread = (body: string): HsmThread =>
  new HsmThread(
    new Worker(`const { parentPort: port } = require('node:worker_threads'); ${body}`, { eval: true }),
  );

test('a thread that dies answers every waiting and every later call', async () => {
  const dying = thread(
    `port.postMessage({ type: 'opened', problems: [] }); port.once('message', () => process.exit(1));`,
  );
  await dying.opened;
  const gone = { name: 'KmipError', reason: 'GeneralFailure', message: /thread ended: restart the server/ };
  await Promise.all([
    assert.rejects(dying.ask('find', [0]), gone),
    assert.rejects(dying.ask('find', [1]), gone),
  ]);
  await assert.rejects(dying.ask('find', [2]), gone);
  await dying.close();
});

test('a thread that throws before it opens says what it threw', async () => {
  await assert.rejects(
    thread(`throw new Error('out of luck');`).opened,
    /thread failed \(Error: out of luck\)/,
  );
});

test('answers find their questions in any order, and keep the kind of error', async () => {
  const swapping = thread(`
    port.postMessage({ type: 'opened', problems: [] });
    const calls = [];
    port.on('message', (message) => {
      if (message === 'close') return port.close();
      if (calls.push(message) < 3) return;
      port.postMessage({ type: 'value', id: calls[2].id, value: 'third' });
      port.postMessage({ type: 'error', id: calls[1].id, reason: 'ObjectNotFound', message: 'second' });
      port.postMessage({ type: 'error', id: calls[0].id, message: 'first' });
    });`);
  await swapping.opened;
  const [first, second, third] = [0, 1, 2].map((slot) => swapping.ask('find', [slot]));
  await Promise.all([
    assert.rejects(async () => second, { name: 'KmipError', reason: 'ObjectNotFound', message: 'second' }),
    assert.rejects(async () => first, { name: 'Error', message: 'first' }),
  ]);
  assert.equal(await third, 'third');
  await swapping.close();
  await assert.rejects(swapping.ask('find', [0]), /The HSM is closed/);
});
