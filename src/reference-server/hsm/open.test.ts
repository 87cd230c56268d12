import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { type HsmOptions, openHsm } from './open.ts';
import { freshToken, skip, type TestToken } from './softhsm.fixture.ts';

const run = promisify(execFile);

/** Runs statements in a process of their own, which must end by itself. */
async function inProcess(statements: string, options: HsmOptions): Promise<string> {
  const script = `
    import { openHsm } from ${JSON.stringify(new URL('./open.ts', import.meta.url).href)};
    const options = JSON.parse(process.env.HSM_OPTIONS);
    ${statements}`;
  const { stdout } = await run(process.execPath, ['-e', script], {
    env: { ...process.env, HSM_OPTIONS: JSON.stringify(options) },
    timeout: 30_000,
  });
  return stdout.trim();
}

describe('opening and closing', { skip }, () => {
  let fresh: TestToken;
  before(async () => {
    fresh = await freshToken();
  });
  after(() => fresh[Symbol.asyncDispose]());

  const refused = async (change: Partial<HsmOptions>, told: RegExp): Promise<void> => {
    await assert.rejects(openHsm({ ...fresh.options, ...change }), (error: Error) => {
      assert.match(error.message, told);
      assert.doesNotMatch(error.message, /24681357|99999999/, 'a PIN is in no message');
      return true;
    });
  };

  test('a wrong PIN', () =>
    refused(
      { slots: [{ slot: fresh.token.slot, pin: '99999999' }] },
      /^The token in HSM slot \d+ refused the login \(CKR_PIN_INCORRECT\): correct the PIN/,
    ));

  test('a missing slot', () =>
    refused(
      { slots: [{ slot: 77, pin: '99999999' }] },
      new RegExp(`^HSM slot 77 holds no initialised token \\(slots that do: ${fresh.token.slot}\\): correct`),
    ));

  test('a missing library', () =>
    refused(
      { library: '/missing.so' },
      /^The PKCS#11 library \/missing\.so does not load \(.*\): install it/,
    ));

  test('a missing configuration', async () => {
    const { SOFTHSM2_CONF } = process.env;
    process.env.SOFTHSM2_CONF = '/missing.conf';
    await refused({}, /does not start \(CKR_GENERAL_ERROR\): for SoftHSM, SOFTHSM2_CONF must name/);
    process.env.SOFTHSM2_CONF = SOFTHSM2_CONF;
  });

  test('after every refusal it opens; twice at once it does not; after closing it opens again', async () => {
    const first = await openHsm(fresh.options);
    await refused({}, /another HSM is open in this process, close it first/);
    await first.createAesKey({ slot: fresh.token.slot, label: 'kept' }, 128);
    await first.close();
    const second = await openHsm(fresh.options);
    assert.deepEqual(second.slots, [fresh.token.slot]);
    assert.equal((await second.find(fresh.token.slot))[0]?.label, 'kept');
    await second.close();
  });

  test('without a PIN private keys are neither seen nor made', async () => {
    const { slot } = fresh.token;
    const hsm = await openHsm({ ...fresh.options, slots: [{ slot, pin: undefined }] });
    assert.deepEqual(await hsm.find(slot), []);
    await assert.rejects(hsm.createAesKey({ slot, label: 'new' }, 128), {
      name: 'KmipError',
      reason: 'GeneralFailure',
      message: /opened without a PIN: configure one \(CKR_USER_NOT_LOGGED_IN\)/,
    });
    await hsm.close();
  });

  test('closing answers what is underway, may be repeated, and ends all later calls', async () => {
    const { slot } = fresh.token;
    const hsm = await openHsm(fresh.options);
    const pair = hsm.createRsaKeyPair({ slot, label: 'underway' }, 3072);
    await Promise.all([hsm.close(), hsm.close()]);
    await pair;
    await hsm.close();
    await assert.rejects(hsm.find(slot), { name: 'KmipError', message: 'The HSM is closed.' });
  });

  test('a process that closed its HSM, or could not open it, comes to its end', async () => {
    assert.equal(
      await inProcess(
        `const hsm = await openHsm(options); await hsm.close(); process.stdout.write('closed');`,
        fresh.options,
      ),
      'closed',
    );
    assert.match(
      await inProcess(
        `await openHsm({ ...options, slots: [{ slot: 77 }] }).catch((error) => process.stdout.write(error.message));`,
        fresh.options,
      ),
      /slot 77/,
    );
  });

  test('a token that is pulled out fails every call with a sentence', async () => {
    const { slot } = fresh.token;
    const hsm = await openHsm(fresh.options);
    const kept = { slot, label: 'kept' };
    await hsm.encrypt(kept, { mechanism: 'AES-GCM', data: Buffer.from('x') });
    await rm(join(fresh.folder, 'tokens'), { recursive: true });
    const gone = { name: 'KmipError', reason: 'GeneralFailure', message: /slot \d+ is gone: bring it back/ };
    await assert.rejects(hsm.encrypt(kept, { mechanism: 'AES-GCM', data: Buffer.from('x') }), gone);
    await assert.rejects(hsm.get(kept), gone);
    await assert.rejects(hsm.find(slot), gone);
    await assert.rejects(hsm.createAesKey({ slot, label: 'new' }, 128), gone);
    await hsm.close();
  });
});
