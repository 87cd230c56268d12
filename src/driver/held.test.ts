import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Ledger } from '../ledger/ledger.ts';
import { discoverVersions } from './calls.ts';
import { holdRequest } from './held.ts';

async function serve(t: TestContext, listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const alice = { user: 'alice', headers: { authorization: 'Bearer t' } };

test('a held request is in flight at the target until it is released, and is an entry each time', async (t) => {
  const bodies: string[] = [];
  const { server, url } = await serve(t, async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    response.end('{}');
  });
  const ledger = new Ledger();
  const arrived = once(server, 'request');
  const held = await holdRequest(url, ledger, 's', alice, discoverVersions());
  await arrived;
  assert.deepEqual([bodies.length, ledger.inFlight], [0, 0]);
  assert.equal(await held.release(), 200);
  assert.match(bodies[0] ?? '', /DiscoverVersions/);
  assert.deepEqual(
    ledger.entries.map(({ outcome, user, operations }) => [outcome.kind, user, operations.length]),
    [
      ['held', undefined, 0],
      ['released', undefined, 0],
      ['answered', 'alice', 1],
    ],
  );
  assert.equal(ledger.inFlight, 0);
});

test('a target that hangs up on a held request has left it without an answer, and nothing is in flight', async (t) => {
  const { url } = await serve(t, (request) => request.on('end', () => request.socket.destroy()).resume());
  const ledger = new Ledger();
  const held = await holdRequest(url, ledger, 's', alice, discoverVersions());
  await assert.rejects(held.release(), /closed a held connection without an answer|ECONNRESET/);
  assert.equal(ledger.inFlight, 0);
  assert.equal(ledger.entries.at(-1)?.outcome.kind, 'lost');
});
