import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { Hsm } from './hsm.ts';
import { type HsmOptions, openHsm } from './open.ts';
import { freshToken, skip, type TestToken } from './softhsm.fixture.ts';

const run = promisify(execFile);

const closing = (hsm: Hsm): Hsm & AsyncDisposable => ({
  ...hsm,
  [Symbol.asyncDispose]: () => hsm.close(),
});

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

  /** Opens it with one slot of which nothing can be used, and says so at once and at every use. */
  const useless = async (slot: HsmOptions['slots'][number], told: RegExp): Promise<void> => {
    const warnings: string[] = [];
    await using hsm = closing(
      await openHsm({ ...fresh.options, slots: [slot] }, (problem) => warnings.push(problem)),
    );
    assert.equal(warnings.length, 1);
    assert.match(warnings.join(), told);
    for (const attempt of [hsm.find(slot.slot), hsm.createAesKey({ slot: slot.slot, label: 'new' }, 128)])
      await assert.rejects(attempt, { name: 'KmipError', reason: 'GeneralFailure', message: told });
  };

  test('a wrong PIN', () =>
    useless(
      { slot: fresh.token.slot, pin: '99999999' },
      /^The token in HSM slot \d+ refused the login \(CKR_PIN_INCORRECT\): correct the PIN/,
    ));

  test('a missing slot', () =>
    useless(
      { slot: 77, pin: '99999999' },
      new RegExp(`^The token in HSM slot 77 is gone \\(slots with a token: ${fresh.token.slot}\\): bring it`),
    ));

  test('a slot beside one that cannot be used', async () => {
    const slots = [{ slot: 77, pin: '99999999' }, ...fresh.options.slots];
    await using hsm = closing(await openHsm({ ...fresh.options, slots }));
    assert.deepEqual(await hsm.find(fresh.token.slot), []);
  });

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
        `await openHsm({ ...options, library: '/missing.so' }).catch((error) => process.stdout.write(error.message));`,
        fresh.options,
      ),
      /missing\.so/,
    );
  });

  for (const [what, place] of [
    ['a token', (folder: string) => join(folder, 'tokens', readdirSync(join(folder, 'tokens'))[0] ?? '')],
    ['a reader with its token', (folder: string) => join(folder, 'tokens')],
  ] as const) {
    test(`${what} that is pulled out fails every call with a sentence, and works again when it is back`, async () => {
      const { slot } = fresh.token;
      await using hsm = closing(await openHsm(fresh.options));
      const kept = { slot, label: 'kept' };
      const encrypt = () => hsm.encrypt(kept, { mechanism: 'AES-GCM', data: Buffer.from('x') });
      await encrypt();
      const there = place(fresh.folder);
      const away = `${fresh.folder}-away`;
      await rename(there, away);
      const gone = { name: 'KmipError', reason: 'GeneralFailure', message: /slot \d+ is gone \(.+\): bring/ };
      await assert.rejects(encrypt(), gone);
      await assert.rejects(hsm.get(kept), gone);
      await assert.rejects(hsm.find(slot), gone);
      await assert.rejects(hsm.createAesKey({ slot, label: 'new' }, 128), gone);
      await Promise.all(Array.from({ length: 5 }, () => assert.rejects(encrypt(), gone)));
      await rename(away, there);
      await Promise.all(Array.from({ length: 5 }, encrypt));
      await rename(there, away);
      await rename(away, there);
      await encrypt();
    });
  }

  test('whoever uses another slot meanwhile notices nothing', async () => {
    const { slot } = fresh.token;
    const slots = [...fresh.options.slots, { slot: 77, pin: '99999999' }];
    await using hsm = closing(await openHsm({ ...fresh.options, slots }));
    const pair = hsm.createRsaKeyPair({ slot, label: 'meanwhile' }, 3072);
    const gone = Promise.all([1, 2, 3].map(() => assert.rejects(hsm.find(77), /slot 77 is gone/)));
    await Promise.all([pair, gone]);
    assert.equal((await hsm.get({ slot, label: 'meanwhile' }))?.bits, 3072);
  });
});
