import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { type Receiver, startReceiver } from './receiver.ts';

function dial(receiver: Receiver): Socket {
  return connect(receiver.port, receiver.host).on('error', () => undefined);
}

/** Kinds and details, without the times. */
const wrongWays = (receiver: Receiver) => receiver.wrongWays.map(({ kind, detail }) => ({ kind, detail }));

describe('the front door', () => {
  it('answers HTTP/1 with what is expected here, even to a long body', async () => {
    await using receiver = await startReceiver({ now: () => 42 });
    const response = await fetch(`${receiver.endpoint}/v1/metrics`, {
      method: 'POST',
      body: 'x'.repeat(200_000),
    });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /OTLP\/gRPC.*HTTP\/1: POST \/v1\/metrics/);
    assert.deepEqual(receiver.wrongWays, [
      { kind: 'http1', detail: 'POST /v1/metrics', arrivedAtUnixMs: 42 },
    ]);
  });

  it('knows HTTP/1 that arrives in pieces', async () => {
    await using receiver = await startReceiver();
    const socket = dial(receiver);
    await once(socket, 'connect');
    for (const piece of ['P', 'OST /v1/', 'metrics HTTP/1.1\r', '\n'])
      await new Promise((written) => socket.write(piece, written));
    assert.match(await text(socket), /^HTTP\/1\.1 400 /);
    assert.deepEqual(wrongWays(receiver), [{ kind: 'http1', detail: 'POST /v1/metrics' }]);
  });

  it('knows TLS and hangs up', async () => {
    await using receiver = await startReceiver();
    const socket = connectTls({ port: receiver.port, host: receiver.host, rejectUnauthorized: false });
    await once(socket, 'error');
    assert.deepEqual(wrongWays(receiver), [{ kind: 'tls', detail: 'ClientHello' }]);
  });

  it('hangs up on anything else', async () => {
    await using receiver = await startReceiver();
    const socket = dial(receiver).resume();
    socket.write('hello');
    await once(socket, 'close');
    assert.deepEqual(wrongWays(receiver), [{ kind: 'unknown', detail: 'first bytes 68656c6c6f' }]);
  });

  it('names a request line whose sender went away in the middle', async () => {
    await using receiver = await startReceiver();
    const socket = dial(receiver);
    socket.end('GET /v1');
    assert.match(await text(socket), /^HTTP\/1\.1 400 /);
    assert.deepEqual(wrongWays(receiver), [{ kind: 'http1', detail: 'GET /v1' }]);
  });

  it('closes a connection that stays silent', async () => {
    await using receiver = await startReceiver({ peekTimeoutMs: 20 });
    const socket = dial(receiver).resume();
    socket.write('PRI');
    await once(socket, 'close');
    assert.deepEqual(wrongWays(receiver), [{ kind: 'unknown', detail: 'silent for 20 ms' }]);
  });

  it('takes no note of a probe that connects and leaves', async () => {
    await using receiver = await startReceiver();
    const socket = dial(receiver).resume();
    await once(socket, 'connect');
    socket.end();
    await once(socket, 'close');
    assert.deepEqual(receiver.wrongWays, []);
    assert.equal(receiver.connectionCount, 1);
  });

  it('closes undecided connections when it stops', async () => {
    const receiver = await startReceiver();
    const socket = dial(receiver).resume();
    await once(socket, 'connect');
    await Promise.all([once(socket, 'close'), receiver.stop()]);
  });
});
