import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { encodeMetrics } from '../otlp/encode.ts';
import { RawClient } from '../otlp/testing/raw-client.ts';
import { usersExport } from '../watch/watch.fixture.ts';
import { cli } from './cli.fixture.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

test('watch says what arrives, shows it on a page, and Ctrl-C ends it well', async () => {
  const args = ['watch', '--listen', '127.0.0.1:0', '--plain'];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  const seen: string[] = [];
  for await (const line of lines) {
    seen.push(line);
    const [, endpoint, page] = /taken at (\S+); the page is at (\S+);/.exec(line) ?? [];
    if (endpoint !== undefined && page !== undefined) {
      assert.equal((await fetch(page)).status, 200);
      using client = new RawClient(endpoint);
      await client.send(encodeMetrics(usersExport(1, 2, () => 1n, 'ops').request));
    }
    if (line.includes('per_user.total/unit failed')) child.kill('SIGINT');
  }
  assert.deepEqual(await exited, [0, null], seen.join('\n'));
  assert.ok(
    seen.some((line) => line.endsWith('kms.kmip.operations.per_user.total is exported: counter, unit "ops"')),
  );
});

test('a port that is taken, for exports or the page, is a mistake in one sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const [exports, page] = await Promise.all([
    cli(['watch', '--listen', `127.0.0.1:${port}`, '--no-page']),
    cli(['watch', '--listen', '127.0.0.1:0', '--page', `${port}`]),
  ]);
  taken.close();
  assert.deepEqual([exports.code, page.code], [2, 2]);
  assert.match(exports.err, /^Cannot listen for OTLP on .*\n$/);
  assert.match(page.err, /^the page cannot be served: .*\n$/);
});

test('a port that is none is refused', async () => {
  const { code, err } = await cli(['watch', '--page', '70000']);
  assert.equal(code, 2);
  assert.match(err, /a port is a number from 0/);
});
