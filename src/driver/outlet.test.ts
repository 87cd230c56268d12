import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Ledger } from '../ledger/ledger.ts';
import { type Facts, NO_FACTS, Outlet } from './outlet.ts';
import { type HttpAnswer, NoAnswerError } from './transmit.ts';

const VERSION = { method: 'GET', path: '/version', route: '/version' };

async function outletTo(t: TestContext, listener: RequestListener, timeoutMs = 1000) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true });
  t.after(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const ledger = new Ledger();
  const { port } = server.address() as AddressInfo;
  return {
    ledger,
    outlet: new Outlet({ baseUrl: `http://127.0.0.1:${port}`, agent, answerTimeoutMs: timeoutMs }, ledger),
  };
}

const factsOf = (answer: HttpAnswer | undefined): Facts => ({
  ...NO_FACTS,
  user: answer === undefined ? 'lost' : 'answered',
});

test('an answer is entered with its status, its times and the clock of the target', async (t) => {
  const date = 'Sun, 22 Nov 2026 20:00:00 GMT';
  const { ledger, outlet } = await outletTo(t, (request, response) => {
    response.sendDate = false;
    response.writeHead(404, { date }).end(`${request.method} ${request.url}`);
  });
  const answer = await outlet.exchange('s', { ...VERSION, path: '/nowhere', route: 'other' }, factsOf);
  assert.deepEqual([answer.status, answer.body], [404, 'GET /nowhere']);
  const [entry] = ledger.entries;
  assert.deepEqual(
    [entry?.scenario, entry?.user, entry?.http],
    ['s', 'answered', { method: 'GET', route: 'other' }],
  );
  assert.ok(entry?.outcome.kind === 'answered');
  assert.equal(entry.outcome.targetDateUnixMs, Date.parse(date));
  assert.ok(entry.sentAtUnixMs < entry.outcome.atUnixMs);
  assert.equal(ledger.inFlight, 0);
});

const LOST: Readonly<Record<string, { readonly listener: RequestListener; readonly message: RegExp }>> = {
  'the target resets the connection': {
    listener: (request) => request.socket.resetAndDestroy(),
    message: /no answer to GET \/version: .*ECONNRESET/,
  },
  'the target closes the connection': {
    listener: (request) => request.socket.destroy(),
    message: /no answer to GET \/version: socket hang up/,
  },
  'the target stops in the middle of its answer': {
    listener: (request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half', () => request.socket.destroy());
    },
    message: /no answer to GET \/version: aborted/,
  },
  'the target does not answer in time': {
    listener: () => {},
    message: /nothing came for 0\.05 s/,
  },
};

for (const [what, { listener, message }] of Object.entries(LOST)) {
  test(`lost: ${what}`, async (t) => {
    const { ledger, outlet } = await outletTo(t, listener, 50);
    await assert.rejects(outlet.exchange('s', VERSION, factsOf), (error: Error) => {
      assert.ok(error instanceof NoAnswerError);
      assert.match(error.message, message);
      return true;
    });
    assert.deepEqual(
      ledger.entries.map(({ outcome, user }) => [outcome.kind, user]),
      [['lost', 'lost']],
    );
    assert.equal(ledger.inFlight, 0);
  });
}

test('nobody listens: lost as well', async () => {
  const ledger = new Ledger();
  const outlet = new Outlet({ baseUrl: 'http://127.0.0.1:1', agent: new Agent() }, ledger);
  await assert.rejects(outlet.exchange('s', VERSION, factsOf), /ECONNREFUSED/);
  assert.equal(ledger.entries[0]?.outcome.kind, 'lost');
});

test('an answer that cannot be understood is lost, and is in flight no longer', async (t) => {
  const { ledger, outlet } = await outletTo(t, (_, response) => response.end('{'));
  const read = (answer: HttpAnswer | undefined): Facts => {
    if (answer !== undefined) JSON.parse(answer.body);
    return factsOf(answer);
  };
  await assert.rejects(outlet.exchange('s', VERSION, read), SyntaxError);
  assert.deepEqual([ledger.inFlight, ledger.entries[0]?.outcome.kind], [0, 'lost']);
  await ledger.quiet();
});
