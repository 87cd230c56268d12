import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { cli } from './cli.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'kms-conformance-exit-'));
after(() => rmSync(folder, { recursive: true }));

/** Checks of an HSM that is not there are judged without starting anything. */
const WITHOUT_HSM = { SOFTHSM2_PKCS11_LIB: join(folder, 'none.so') };
const HSM_CHECK = 'kms.hsm.operations.total/value';
/** SQLite opens no file with a path as long as this. */
const TOO_DEEP = join(folder, 'x'.repeat(250), 'x'.repeat(250));
mkdirSync(TOO_DEEP, { recursive: true });

function baseline(name: string, ...lines: readonly string[]): string {
  const file = join(folder, `${name}.toml`);
  const words = ['reason = "known"', 'link = "https://example.org/1"'];
  writeFileSync(file, ['[[known-failing]]', ...words, ...lines].join('\n'));
  return file;
}

interface Case {
  readonly what: string;
  readonly code: number;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly says: readonly RegExp[];
}

const CASES: readonly Case[] = [
  {
    what: 'a known failure',
    code: 0,
    args: [
      ...['--check', HSM_CHECK, '--baseline'],
      baseline('expected', `check = "${HSM_CHECK}"`, 'state = "not-testable"'),
    ],
    env: WITHOUT_HSM,
    says: [/^not conform, as expected \(1\), partial run /m],
  },
  {
    what: 'a MUST that cannot be judged',
    code: 1,
    args: ['--check', HSM_CHECK],
    env: WITHOUT_HSM,
    says: [/^not conform /m],
  },
  {
    what: 'a known failure that has passed',
    code: 3,
    args: ['--check', 'push/grpc', '--baseline', baseline('stale', 'check = "push/grpc"')],
    says: [/^baseline stale /m, /stale\.toml:1: push\/grpc is known as failing, and has passed/],
  },
  {
    what: 'a baseline that names no check, before anything starts',
    code: 3,
    args: ['--baseline', baseline('unmatched', 'check = "push/rgpc"')],
    says: [/unmatched\.toml:1: there is no check push\/rgpc/],
  },
  {
    what: 'a target that does not start, whatever the baseline says',
    code: 4,
    args: ['--check', 'push/grpc', '--baseline', baseline('dead', 'check = "push/grpc"')],
    env: { ...WITHOUT_HSM, TMPDIR: TOO_DEEP },
    says: [/reference \(main\) ended with exit code 1; its last log lines:\n.*Cannot open the database/],
  },
  {
    what: 'a suite that cannot work',
    code: 5,
    args: ['--check', 'push/grpc'],
    env: { ...WITHOUT_HSM, TMPDIR: import.meta.filename },
    says: [/^error of the suite itself: Error: ENOTDIR/m],
  },
];

describe('exit codes, from outside', { concurrency: 2 }, () => {
  for (const { what, code, args, env, says } of CASES) {
    test(`${code}: ${what}`, async () => {
      const ended = await cli(args, env);
      assert.equal(ended.code, code, ended.out + ended.err);
      for (const sentence of says) assert.match(ended.out + ended.err, sentence);
    });
  }
});
