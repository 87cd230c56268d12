import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type ClientRequestArgs, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { Clients } from './clients.ts';
import { livePage } from './page.ts';
import { PageError, servePage } from './server.ts';
import { modelOf, taken, usersExport } from './watch.fixture.ts';

async function served() {
  const model = modelOf();
  taken(
    model,
    usersExport(1, 2, () => 1n),
  );
  const clients = new Clients((revision) => model.since(revision));
  const page = livePage({ title: '<title>', source: 'here', judges: 'stream' });
  const server = await servePage(0, page, clients, () => 0);
  const url = new URL(server.url);
  const ask = async (path: string, options: ClientRequestArgs = {}): Promise<IncomingMessage> => {
    const asked = request(new URL(path, url), { agent: false, ...options }).end();
    const [response] = await once(asked, 'response');
    return response as IncomingMessage;
  };
  return {
    model,
    clients,
    page,
    port: Number(url.port),
    ask,
    async [Symbol.asyncDispose]() {
      await server.close();
    },
  };
}

test('the page names in its policy exactly what it holds, and escapes what it is told', async () => {
  await using at = await served();
  const response = await at.ask('/');
  const html = await text(response);
  assert.equal(response.statusCode, 200);
  assert.equal(response.headers['content-security-policy'], at.page.policy);
  assert.match(at.page.policy, /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+';/);
  assert.equal(response.headers['access-control-allow-origin'], undefined);
  assert.match(html, /<title>Live: &lt;title&gt;<\/title>/);
  assert.doesNotMatch(html, /^(?:import|export) /m);
});

for (const [what, path, options, status] of [
  ['another host', '/', { headers: { host: 'evil.example' } }, 421],
  ['another host with the right port', '/events', { headers: { host: 'evil.example:PORT' } }, 421],
  ['another port', '/events', { headers: { host: '127.0.0.1:1' } }, 421],
  ['localhost', '/', { headers: { host: 'localhost:PORT' } }, 200],
  ['a way to change something', '/', { method: 'POST' }, 405],
  ['a preflight', '/events', { method: 'OPTIONS' }, 405],
  ['something else', '/metrics', {}, 404],
  ['an outside path', '/../package.json', {}, 404],
] as const) {
  test(`${what}: ${status}`, async () => {
    await using at = await served();
    const { headers = {} } = options as { headers?: { host: string } };
    const own = Object.entries(headers).map(([name, value]) => [
      name,
      `${value}`.replace('PORT', `${at.port}`),
    ]);
    const response = await at.ask(path, { ...options, headers: Object.fromEntries(own) });
    await text(response);
    assert.equal(response.statusCode, status);
    assert.equal(response.headers['access-control-allow-origin'], undefined);
  });
}

test('events: all there is, then what changes, then the end', async () => {
  await using at = await served();
  const response = await at.ask('/events');
  assert.equal(response.headers['content-type'], 'text/event-stream');
  const whole = text(response);
  taken(
    at.model,
    usersExport(2, 2, (index) => BigInt(index + 1)),
  );
  at.clients.tell(250);
  at.clients.end(500);
  const updates = [...(await whole).matchAll(/^data: (\{.+\})$/gm)].map(([, data = '']) => JSON.parse(data));
  assert.deepEqual(
    updates.map(({ whole, values }) => [whole, values?.length]),
    [
      [true, 2],
      [false, 2],
      [undefined, undefined],
    ].slice(0, updates.length),
  );
  assert.match(await whole, /event: end\n/);
});

test('one that goes away is forgotten', async () => {
  await using at = await served();
  const response = await at.ask('/events');
  await once(response, 'data');
  assert.equal(at.clients.count, 1);
  response.destroy();
  while (at.clients.count > 0) await new Promise(setImmediate);
});

test('a port that is taken is said in a sentence', async () => {
  await using at = await served();
  await assert.rejects(
    servePage(at.port, at.page, at.clients, () => 0),
    {
      name: PageError.name,
      message: /cannot be served: listen EADDRINUSE.*choose another port/,
    },
  );
});
