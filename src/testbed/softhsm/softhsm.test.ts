import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { CommandResult, RunCommand } from './command.ts';
import { runCommand } from './command.ts';
import { findSoftHsm } from './locate.ts';
import { obtainSoftHsm } from './obtain.ts';
import { createToken } from './token.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'softhsm-test-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const softHsm = await obtainSoftHsm(() => {});
const skip = 'reason' in softHsm ? softHsm.reason : false;
const library = 'library' in softHsm ? softHsm.library : '';

/** Skipped suites are missing from the runner's count of skipped tests; this one is in it. */
test('a SoftHSM to test with', { skip }, () => {});

const failure = (problem: string): CommandResult => ({ ok: false, stdout: '', problem });
const failing =
  (problems: Readonly<Record<string, string>>): RunCommand =>
  async (file) =>
    failure(problems[file] ?? `unexpected ${file}`);

async function reasonOf(run: RunCommand, find: () => string | undefined = () => undefined): Promise<string> {
  const result = await obtainSoftHsm(() => {}, { cache: join(folder, 'cache', 'softhsm'), find, run });
  assert.ok('reason' in result, `expected a reason, got ${JSON.stringify(result)}`);
  return result.reason;
}

describe('finding SoftHSM', () => {
  test('the environment is taken at its word', () => {
    assert.equal(findSoftHsm(folder, { SOFTHSM2_PKCS11_LIB: '/mine.so' }, ['/usr/lib']), '/mine.so');
  });

  test('an installed library comes before the fetched one', () => {
    assert.equal(findSoftHsm(folder, {}, [process.execPath]), process.execPath);
  });

  test('nothing anywhere', () => {
    assert.equal(findSoftHsm(folder, { SOFTHSM2_PKCS11_LIB: '' }, [join(folder, '*.so')]), undefined);
  });
});

describe('a machine that cannot have SoftHSM is told why and what to do', () => {
  const cases: Readonly<Record<string, readonly [problem: string, told: RegExp]>> = {
    'no apt-get': ['apt-get is not installed', /^No SoftHSM: apt-get is not installed; install SoftHSM 2 /],
    'no package lists': [
      'apt-get: E: Unable to locate package libsofthsm2',
      /no lists of packages; run apt-get update as root, or install/,
    ],
    'download refused': ['apt-get: E: Failed to fetch', /Failed to fetch; install SoftHSM 2 /],
  };
  for (const [name, [problem, told]] of Object.entries(cases))
    test(name, async () => {
      assert.match(await reasonOf(failing({ 'apt-get': problem })), told);
      assert.deepEqual(await readdir(join(folder, 'cache')), [], 'nothing half-done is left behind');
    });

  test('pkcs11js is not built', async () => {
    const answer = { problem: 'not built', remedy: 'build it' };
    const run: RunCommand = async () => ({ ok: true, stdout: JSON.stringify(answer), problem: '' });
    assert.equal(
      await reasonOf(run, () => '/some.so'),
      'No SoftHSM: /some.so cannot be used (not built); build it.',
    );
  });

  test('a library that does not load', async () => {
    assert.match(await reasonOf(runCommand, () => '/missing.so'), /\/missing\.so cannot be used \(/);
  });
});

describe('fetching', () => {
  /** Debian's two programs and a library that loads, without a network. */
  const debian: RunCommand = async (file, _args, { cwd = '' }) => {
    if (file === 'apt-get') await writeFile(join(cwd, 'libsofthsm2_2.6.1_amd64.deb'), '');
    if (file === 'dpkg') {
      await mkdir(join(cwd, 'root/usr/lib/softhsm'), { recursive: true });
      await writeFile(join(cwd, 'root/usr/lib/softhsm/libsofthsm2.so'), '');
    }
    return { ok: true, stdout: '{}', problem: '' };
  };

  test('two at once share one complete cache', async () => {
    const cache = join(folder, 'fetched', 'softhsm');
    const lines: string[] = [];
    const fetch = () =>
      obtainSoftHsm((line) => lines.push(line), { cache, find: () => undefined, run: debian });
    const expected = { library: join(cache, 'usr/lib/softhsm/libsofthsm2.so') };
    assert.deepEqual(await Promise.all([fetch(), fetch()]), [expected, expected]);
    assert.deepEqual(await readdir(join(folder, 'fetched')), ['softhsm']);
    assert.match(lines[0] ?? '', /fetching Debian's package libsofthsm2 into /);
  });
});

describe('tokens', { skip }, () => {
  test('a token in a private folder, seen through its environment', async () => {
    const token = await createToken({
      library,
      folder: join(folder, 'one'),
      label: 'one',
      pin: '1234',
      soPin: '12345678',
    });
    assert.ok(Number.isSafeInteger(token.slot));
    assert.equal(token.env.SOFTHSM2_PKCS11_LIB, library);
    assert.equal((await stat(join(folder, 'one', 'tokens'))).mode & 0o777, 0o700);
    assert.equal((await readdir(join(folder, 'one', 'tokens'))).length, 1);
  });

  test('two tokens in one folder have slots of their own', async () => {
    const shared = { library, folder: join(folder, 'two'), pin: '1234', soPin: '12345678' };
    const first = await createToken({ ...shared, label: 'first' });
    const second = await createToken({ ...shared, label: 'second' });
    assert.notEqual(first.slot, second.slot);
    assert.deepEqual(first.env, second.env);
  });

  test('a refusal names the call and not the PIN', async () => {
    await assert.rejects(
      createToken({ library, folder: join(folder, 'three'), label: 'three', pin: '77', soPin: '12345678' }),
      (error: Error) => {
        assert.match(error.message, /^No SoftHSM token could be made in .* \(.*CKR_PIN_LEN_RANGE\)\.$/);
        assert.doesNotMatch(error.message, /12345678/);
        return true;
      },
    );
  });

  test('a label that PKCS#11 has no room for', async () => {
    const long = 'x'.repeat(33);
    await assert.rejects(
      createToken({ library, folder, label: long, pin: '1234', soPin: '12345678' }),
      /longer than 32 bytes/,
    );
  });
});

describe('programs', () => {
  test('a missing one, a slow one, a failing one: one line each', async () => {
    const problem = async (file: string, args: string[], timeoutMs = 10_000): Promise<string> =>
      (await runCommand(file, args, { timeoutMs })).problem;
    assert.equal(await problem('no-such-program', []), 'no-such-program is not installed');
    assert.equal(await problem('sleep', ['60'], 50), 'sleep did not end within 0.05 s');
    assert.equal(await problem('sh', ['-c', 'echo a >&2; echo b >&2; exit 3']), 'sh: b');
  });

  test('input is passed on, and one that nobody reads does no harm', async () => {
    assert.equal((await runCommand('cat', [], { timeoutMs: 10_000, input: 'in' })).stdout, 'in');
    const unread = await runCommand('true', [], { timeoutMs: 10_000, input: 'x'.repeat(1 << 20) });
    assert.equal(unread.ok, true);
  });
});
