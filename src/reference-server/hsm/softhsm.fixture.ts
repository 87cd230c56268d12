/** A token for the tests of this folder. The only file of the server's side that borrows from the suite's. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { obtainSoftHsm } from '../../testbed/softhsm/obtain.ts';
import { createToken, type Token } from '../../testbed/softhsm/token.ts';
import type { HsmOptions } from './open.ts';

const softHsm = await obtainSoftHsm(() => {});

/** Why tests that need SoftHSM cannot run; false when they can. */
export const skip = 'reason' in softHsm ? softHsm.reason : false;

/** Skipped suites are missing from the runner's count of skipped tests; this one is in it. */
test('a SoftHSM to test with', { skip }, () => {});

export interface TestToken extends AsyncDisposable {
  readonly token: Token;
  readonly folder: string;
  readonly options: HsmOptions;
}

/** A fresh token, which this process sees from its next `openHsm` on. */
export async function freshToken(): Promise<TestToken> {
  if ('reason' in softHsm) throw new Error(softHsm.reason);
  const { library } = softHsm;
  const folder = await mkdtemp(join(tmpdir(), 'hsm-test-'));
  const token = await createToken({ library, folder, label: 'test', pin: '24681357', soPin: '12345678' });
  Object.assign(process.env, token.env);
  return {
    token,
    folder,
    options: { library, model: 'softhsm2', slots: [{ slot: token.slot, pin: token.pin }] },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
