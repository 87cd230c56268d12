import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';

const MAIN = join(import.meta.dirname, 'main.ts');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const run = (t: TestContext, args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } => {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env.PATH } });
  t.after(() => child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, out, err })) };
};

describe('what ends at once', () => {
  const ends: readonly [string, readonly string[], number, RegExp][] = [
    ['--version', ['--version'], 0, /^\d+\.\d+\.\d+\n$/],
    ['--help', ['--help'], 0, /^Usage: kms/],
    ['bad value', ['--port', 'x'], 2, /^kms: --port is "x", but must be [^\n]*\n$/],
    ['unknown flag', ['--fly'], 2, /^kms: Unknown option '--fly'[^\n]*\n$/],
    [
      'a socket without TLS',
      ['--socket-server-start'],
      2,
      /^kms: socket_server_start is given without tls_cert_file: [^\n]*\n$/,
    ],
    [
      'a certificate that is none',
      ['--tls-cert-file', MAIN, '--tls-key-file', MAIN],
      2,
      /^kms: The file [^\n]* tls_cert_file must name [^\n]*\n$/,
    ],
    ['no such file', ['-c', '/nowhere.toml'], 2, /^kms: Cannot read the settings file [^\n]*\n$/],
    [
      'folder that is a file',
      ['--sqlite-path', MAIN, '--port', '0'],
      1,
      /^kms: Cannot open the database [^\n]*\n$/,
    ],
  ];
  for (const [name, args, code, said] of ends) {
    test(name, async (t) => {
      const ended = await run(t, args).ended;
      assert.match(ended.out + ended.err, said);
      assert.equal(ended.code, code);
    });
  }
});

test('a server listens, says where, and ends on SIGTERM', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'kms-main-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const { child, ended } = run(t, ['--port', '0', '--sqlite-path', folder]);
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  const { msg, address, port } = JSON.parse(line.toString()) as Record<string, unknown>;
  assert.equal(msg, 'listening');
  assert.equal((await fetch(`http://${address}:${port}/version`)).status, 200);
  child.kill('SIGTERM');
  assert.deepEqual(await ended, { code: 0, out: line.toString(), err: '' });
});
