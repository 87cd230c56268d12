import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { checksOf } from '../contract/checks.ts';
import { documented } from '../contract/contract.fixture.ts';
import { cli } from './cli.fixture.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

test('help is no error and goes to standard output', async () => {
  const { code, out, err } = await cli(['--help']);
  assert.deepEqual([code, err], [0, '']);
  assert.match(out, /Usage: kms-conformance/);
});

test('an unknown option is a usage error that names it', async () => {
  const { code, out, err } = await cli(['--fats']);
  assert.deepEqual([code, out], [2, '']);
  assert.match(err, /unknown option '--fats'/);
});

test('an unknown command is a usage error that names the near one and says where all stand', async () => {
  const { code, out, err } = await cli(['rnu']);
  assert.deepEqual([code, out], [2, '']);
  assert.match(err, /there is no command "rnu"\. Did you mean run\? kms-conformance --help lists/);
  assert.doesNotMatch((await cli(['frobnicate'])).err, /Did you mean/);
  assert.match((await cli(['run', 'push/grpc'])).err, /run takes no argument, not even "push\/grpc"/);
});

test('who has read enough and leaves is no error', async () => {
  const child = spawn(process.execPath, [MAIN, 'list'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  assert.deepEqual([code, said], [0, '']);
});

test('an unknown check is a usage error in one sentence', async () => {
  const { code, err } = await cli(['--check', 'kms.error.total/value']);
  assert.equal(code, 2);
  assert.match(err, /there is no check "kms\.error\.total\/value"/);
  assert.equal(err.trim().split('\n').length, 1);
});

test('list prints every check once, in the order of the contract', async () => {
  const { code, out } = await cli(['list']);
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

test('list and the dry run print the same selection, and the run says what it leaves out', async () => {
  const selection = ['--fast', '--check', 'push/*', '--level', 'MUST'];
  const [list, dry] = await Promise.all([cli(['list', ...selection]), cli(['--dry-run', ...selection])]);
  const listed = list.out.match(/^push\S+/gm);
  assert.deepEqual(
    ['push/grpc', 'push/outage', 'push/retry', 'push/cadence'].filter((id) => listed?.includes(id)),
    ['push/grpc', 'push/outage'],
  );
  const [judged = '', scenarios = '', ...left] = dry.out.split('\n\n');
  assert.deepEqual(judged.match(/push\/\S+/g), listed);
  assert.match(scenarios, /^\d+ scenarios would run\n {2}features\/push\S*\.feature:\d+ +Push/);
  assert.match(left.join('\n'), /\d+ checks would not be judged: left out by --fast\n[\s\S]*push\/cadence/);
});

test('explain says what, why, how, and by which fault it is proven', async () => {
  const { code, out } = await cli(['explain', 'kms.errors.total/value']);
  assert.equal(code, 0);
  for (const part of [
    /^kms\.errors\.total\/value\n/,
    /^ {2}MUST in documented/m,
    /"Total number of errors by type \(counter\)"/,
    /features\/errors\.feature:\d+\n {4}Scenario: .*\n {6}Given /,
    /^How it is judged\n {2}\w/m,
    /^ {2}doubled\/kms\.errors\.total: /m,
  ])
    assert.match(out, part);
});
