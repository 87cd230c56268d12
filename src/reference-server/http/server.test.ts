import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { everybodyIs } from '../identity/authenticator.ts';
import { systemClock } from '../telemetry/clock.ts';
import { recording } from '../telemetry/recording.fixture.ts';
import { noTracing } from '../telemetry/tracing.ts';
import { Refusal } from './refusal.ts';
import { requestWatch } from './request-watch.ts';
import { type HttpRequest, json, type Route, routeNamer } from './routes.ts';
import { newHttpServer } from './server.ts';

const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };

const routes: readonly Route[] = [
  {
    method: 'POST',
    path: '/echo',
    public: false,
    answer: ({ user, body }) => json({ user, body: body.toString() }),
  },
  { method: 'GET', path: '/list/{uid}', public: false, answer: ({ uid }) => json(uid) },
  { method: 'GET', path: '/open', public: true, answer: ({ user }: HttpRequest) => json({ user }) },
  {
    method: 'GET',
    path: '/refuse',
    public: true,
    answer: () => {
      throw new Refusal(418, 'No coffee.');
    },
  },
  {
    method: 'GET',
    path: '/defect',
    public: true,
    answer: () => {
      throw new Error('inner detail');
    },
  },
];

const bench = async (t: TestContext, { loggedIn = true, maxConnections = 100 } = {}) => {
  const { recorder, told } = recording();
  const watch = requestWatch(recorder, noTracing, systemClock, routeNamer(routes));
  const authenticate = loggedIn ? everybodyIs('bob') : () => undefined;
  const app = newHttpServer({ routes, authenticate, watch, logger, maxConnections });
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => {
    app.server.closeAllConnections();
    return app.close();
  });
  const { port } = app.server.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const raw = async (text: string): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    t.after(() => socket.destroy());
    socket.write(text);
    return socket;
  };
  /** Waits until a part of the recorder was told so many facts. */
  const eventually = async (part: Parameters<typeof told>[0], count: number) => {
    for (let turns = 0; told(part).length < count && turns < 200; turns += 1) await delay(5);
    return told(part);
  };
  return { url, raw, told, eventually };
};

const post = (url: string, init: RequestInit) => fetch(url, { method: 'POST', ...init });

describe('answers', () => {
  const answers: readonly [string, RequestInit | undefined, number, string][] = [
    ['/open', undefined, 200, '{"user":""}'],
    ['/open?x=1', undefined, 200, '{"user":""}'],
    ['/list/hsm%3A%3A1%3A%3Akey', undefined, 200, '"hsm::1::key"'],
    ['/refuse', undefined, 418, 'No coffee.'],
    ['/defect', undefined, 500, 'Internal server error'],
    ['/metrics', undefined, 404, 'Nothing is served at this path.'],
    ['/open', { method: 'PUT', body: 'x' }, 405, 'This path is served with GET only.'],
    ['/echo', { method: 'POST', body: 'hi' }, 200, '{"user":"bob","body":"hi"}'],
    ['/echo', { method: 'POST' }, 200, '{"user":"bob","body":""}'],
    [
      '/echo',
      { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
      200,
      '{"user":"bob","body":"{"}',
    ],
    [
      '/echo',
      { method: 'POST', body: 'x', headers: { 'content-type': 'no/such;;thing=' } },
      200,
      '{"user":"bob","body":"x"}',
    ],
  ];
  for (const [path, init, status, body] of answers) {
    test(`${init?.method ?? 'GET'} ${path} is ${status}`, async (t) => {
      const { url } = await bench(t);
      const answer = await fetch(url + path, init);
      assert.equal(await answer.text(), body);
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get('cache-control'), 'no-cache');
    });
  }

  test('a path that is no valid URL is refused and counted', async (t) => {
    const { url, eventually } = await bench(t);
    assert.equal((await fetch(`${url}/%ff`)).status, 400);
    assert.deepEqual(await eventually('requestAnswered', 1), [
      { method: 'GET', route: '/other', status: 400 },
    ]);
  });

  test('an expectation that nobody knows is passed over', async (t) => {
    const { raw, eventually } = await bench(t);
    await raw('GET /open HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n');
    assert.deepEqual(await eventually('requestAnswered', 1), [
      { method: 'GET', route: '/open', status: 200 },
    ]);
  });

  test('a missing login is refused before the body is read; public routes need none', async (t) => {
    const { url, raw } = await bench(t, { loggedIn: false });
    assert.equal((await fetch(`${url}/open`)).status, 200);
    assert.equal((await fetch(`${url}/nowhere`)).status, 404);
    const socket = await raw('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1\.1 401 .*No authentication provided\.$/s);
  });
});

test('who comes when the server is full is turned away unanswered, and there is room when somebody leaves', async (t) => {
  const { url, raw, told } = await bench(t, { maxConnections: 1 });
  const first = await raw('GET /open HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(first, 'data');
  const late = await raw('GET /open HTTP/1.1\r\nHost: x\r\n\r\n');
  // Refused over what it has sent already, it may see a reset instead of an end.
  late.on('error', () => undefined);
  late.resume();
  await once(late, 'close');
  assert.equal(late.bytesRead, 0);
  assert.equal(told('requestStarted').length, 1);
  first.end();
  await once(first, 'close');
  assert.equal((await fetch(`${url}/open`)).status, 200);
});

describe('what the recorder is told', () => {
  test('method, bounded route and status of every answer', async (t) => {
    const { url, eventually } = await bench(t);
    await fetch(`${url}/list/abc`);
    await fetch(`${url}/list/abc/def`);
    await post(`${url}/list/abc`, {});
    await fetch(`${url}/secret-path?x`);
    assert.deepEqual(await eventually('requestAnswered', 4), [
      { method: 'GET', route: '/list/{uid}', status: 200 },
      { method: 'GET', route: '/other', status: 404 },
      { method: 'POST', route: '/list/{uid}', status: 405 },
      { method: 'GET', route: '/other', status: 404 },
    ]);
    assert.equal((await eventually('requestEnded', 4)).length, 4);
  });

  test('a request counts as started as soon as its head is there', async (t) => {
    const { raw, eventually, told } = await bench(t);
    const socket = await raw('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n');
    assert.equal((await eventually('requestStarted', 1)).length, 1);
    assert.deepEqual(told('requestEnded'), []);
    socket.write('hi');
    assert.deepEqual(await eventually('requestAnswered', 1), [
      { method: 'POST', route: '/echo', status: 200 },
    ]);
    assert.equal(told('requestEnded').length, 1);
  });

  test('a client that goes away ends its request once and is not answered', async (t) => {
    const { raw, url, eventually, told } = await bench(t);
    const socket = await raw('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n');
    await eventually('requestStarted', 1);
    socket.destroy();
    assert.equal((await eventually('requestEnded', 1)).length, 1);
    assert.equal((await fetch(`${url}/open`)).status, 200);
    assert.deepEqual(await eventually('requestAnswered', 1), [
      { method: 'GET', route: '/open', status: 200 },
    ]);
    assert.equal(told('requestEnded').length, 2);
  });

  test('what is no HTTP is no request', async (t) => {
    const { raw, told } = await bench(t);
    const socket = await raw('\u0016\u0003 this is not HTTP\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    assert.deepEqual([told('requestStarted'), told('requestAnswered')], [[], []]);
  });
});
