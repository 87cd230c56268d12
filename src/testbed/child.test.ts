import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { test } from 'node:test';
import { documented } from '../contract/contract.fixture.ts';
import { Child } from './child.ts';
import { Instance } from './instance.ts';
import { referenceTarget } from './reference-target.ts';
import { socketsOf } from './sockets.ts';
import type { Target } from './target.ts';
import { WaitError } from './until.ts';

const node = (script: string, env: Readonly<Record<string, string>> = {}) => ({
  program: process.execPath,
  args: ['-e', script],
  env,
});

const untilLog = async (child: Child, word: string): Promise<void> => {
  while (!child.log.includes(word)) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('both outputs are kept, and the tail is their last lines', async () => {
  const child = new Child(
    node('for (let i = 0; i < 30; i += 1) console.log("line", i); console.error("last");'),
  );
  assert.equal(await child.ended, 'ended with exit code 0');
  const lines = child.logTail.split('\n');
  assert.equal(lines.length, 20);
  assert.ok(child.log.includes('line 0\n') && child.log.includes('last\n'));
  assert.equal(child.isRunning, false);
});

test('nothing of the environment is inherited but PATH and HOME', async () => {
  process.env.PLANTED = 'secret';
  const child = new Child(node('console.log(Object.keys(process.env).sort().join())', { OWN: '1' }));
  await child.ended;
  delete process.env.PLANTED;
  assert.equal(child.log.trim(), 'HOME,OWN,PATH');
});

test('a program that is not there could not be started', async () => {
  const child = new Child({ program: '/nowhere/kms', args: [], env: {} });
  assert.match(await child.ended, /^could not be started: .*ENOENT/);
  assert.equal(child.isRunning, false);
});

test('SIGTERM is enough for a process that listens to it', async () => {
  const child = new Child(
    node('process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1e6); console.log("up");'),
  );
  await untilLog(child, 'up');
  assert.equal(await child.stop(5000), 'ended with exit code 7');
  assert.ok((child.stoppedAtUnixMs ?? 0) >= child.spawnedAtUnixMs);
});

test('SIGKILL follows for one that does not', async () => {
  const child = new Child(
    node('process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6); console.log("up");'),
  );
  await untilLog(child, 'up');
  assert.equal(await child.stop(30), 'ended with SIGKILL');
});

test('the sockets of a process: where it listens, and to whom it has connected', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  const other = new Child(
    node(
      'const s = require("net").createServer().listen(0, "127.0.0.1", () => console.log("port", s.address().port));',
    ),
  );
  t.after(() => {
    server.close();
    return other.kill();
  });
  await Promise.all([once(server, 'listening'), untilLog(other, 'port')]);
  const own = (server.address() as AddressInfo).port;
  const theirs = Number(/port (\d+)/.exec(other.log)?.[1]);
  const socket = connect(theirs, '127.0.0.1');
  await once(socket, 'connect');
  const { listening, outgoing } = await socketsOf(process.pid);
  socket.destroy();
  assert.ok(listening.includes(own));
  assert.ok(outgoing.includes(theirs));
  assert.deepEqual(await socketsOf(other.pid ?? 0), { listening: [theirs], outgoing: [] });
});

test('a target that ends at once is told with its last log lines', async () => {
  const target: Target = {
    ...referenceTarget(),
    name: 'broken',
    start: async () => ({
      process: new Child(node('console.error("no licence"); process.exit(3)')),
      baseUrl: 'http://127.0.0.1:1',
      socket: undefined,
    }),
  };
  await assert.rejects(
    Instance.start({
      name: 'main',
      target,
      contract: documented(),
      patienceMs: 100,
    }),
    (error: Error) => {
      assert.ok(error instanceof WaitError, 'the command line tells it by exit code 4');
      assert.match(
        error.message,
        /^broken \(main\) ended with exit code 3; its last log lines:\nno licence$/,
      );
      return true;
    },
  );
});
