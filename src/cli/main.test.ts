import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checksOf } from '../contract/checks.ts';
import { documented } from '../contract/contract.fixture.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

async function cli(...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, out, err };
}

test('help is no error and goes to standard output', async () => {
  const { code, out, err } = await cli('--help');
  assert.deepEqual([code, err], [0, '']);
  assert.match(out, /Usage: kms-conformance/);
});

test('an unknown option is a usage error that names it', async () => {
  const { code, out, err } = await cli('--fats');
  assert.deepEqual([code, out], [2, '']);
  assert.match(err, /unknown option '--fats'/);
});

test('an unknown check is a usage error in one sentence', async () => {
  const { code, err } = await cli('--check', 'kms.error.total/value');
  assert.equal(code, 2);
  assert.match(err, /there is no check "kms\.error\.total\/value"/);
  assert.equal(err.trim().split('\n').length, 1);
});

test('list prints every check once, in the order of the contract', async () => {
  const { code, out } = await cli('list');
  assert.equal(code, 0);
  const ids = out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  assert.deepEqual(
    ids,
    checksOf(documented()).map(({ id }) => id),
  );
});
