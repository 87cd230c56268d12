import assert from 'node:assert/strict';
import { createDecipheriv, randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { type HsmBench, kmip, openBench, skip } from './bench.fixture.ts';
import type { Hsm, HsmAddress } from './hsm.ts';

describe('sealing', { skip }, () => {
  let bench: HsmBench;
  let hsm: Hsm;
  const at = (label: string): HsmAddress => bench.at(label);
  const known = randomBytes(32);
  before(async () => {
    bench = await openBench();
    hsm = bench.hsm;
    await hsm.createAesKey(at('aes'), 256);
    await hsm.createRsaKeyPair(at('rsa'), 2048);
    bench.foreign.importAesKey('known', known);
  });
  after(() => bench[Symbol.asyncDispose]());

  for (const label of ['aes', 'rsa', 'rsa_pk'])
    for (const length of [0, 21, 5000])
      test(`${length} bytes under ${label}`, async () => {
        const clear = randomBytes(length);
        const sealed = await hsm.wrap(at(label), clear);
        assert.deepEqual(Buffer.from(await hsm.unwrap(at(label), sealed)), clear);
        assert.notDeepEqual(sealed, await hsm.wrap(at(label), clear), 'every seal is fresh');
      });

  test('either half of a pair opens what the other sealed', async () => {
    assert.deepEqual(Buffer.from(await hsm.unwrap(at('rsa_pk'), await hsm.wrap(at('rsa'), known))), known);
  });

  test('under AES it is iv, ciphertext, tag', async () => {
    const sealed = await hsm.wrap(at('known'), known);
    const decipher = createDecipheriv('aes-256-gcm', known, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    assert.deepEqual(Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]), known);
  });

  test('a seal that was altered, cut short or made by another key', async () => {
    for (const label of ['aes', 'rsa']) {
      const sealed = await hsm.wrap(at(label), known);
      const altered = Uint8Array.from(sealed);
      altered[altered.length - 20] = (altered.at(-20) ?? 0) ^ 1;
      for (const broken of [altered, sealed.subarray(0, -1), sealed.subarray(0, 20), new Uint8Array()])
        await assert.rejects(hsm.unwrap(at(label), broken), kmip('CryptographicFailure'));
    }
    const other = await hsm.wrap(at('known'), known);
    await assert.rejects(hsm.unwrap(at('aes'), other), kmip('CryptographicFailure'));
  });

  test('a sealing key that is gone', async () => {
    await assert.rejects(hsm.wrap(at('gone'), known), kmip('ObjectNotFound'));
    await assert.rejects(hsm.unwrap(at('gone'), known), kmip('ObjectNotFound'));
  });
});
