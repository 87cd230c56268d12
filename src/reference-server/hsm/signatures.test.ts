import assert from 'node:assert/strict';
import { constants, type KeyObject, randomBytes, verify } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { type HsmBench, kmip, openBench, skip } from './bench.fixture.ts';
import type { Hsm, HsmAddress, HsmSignature } from './hsm.ts';

describe('signatures', { skip }, () => {
  let bench: HsmBench;
  let hsm: Hsm;
  let pair: KeyObject;
  const at = (label: string): HsmAddress => bench.at(label);
  const known = randomBytes(32);
  before(async () => {
    bench = await openBench();
    hsm = bench.hsm;
    await hsm.createAesKey(at('aes'), 256);
    await hsm.createRsaKeyPair(at('rsa'), 2048);
    pair = bench.foreign.publicKey('rsa_pk');
  });
  after(() => bench[Symbol.asyncDispose]());

  const hashes = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const;
  const paddings: Readonly<Record<HsmSignature['mechanism'], number>> = {
    'RSA-PKCS1v15': constants.RSA_PKCS1_PADDING,
    'RSA-PSS': constants.RSA_PKCS1_PSS_PADDING,
  };
  for (const [mechanism, padding] of Object.entries(paddings))
    for (const hash of hashes)
      test(`${mechanism} with ${hash} verifies outside`, async () => {
        for (const data of [randomBytes(300), Buffer.alloc(0)]) {
          const request = { mechanism: mechanism as HsmSignature['mechanism'], hash, data };
          const signature = await hsm.sign(at('rsa'), request);
          const key = { key: pair, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
          assert.ok(verify(hash.replace('-', ''), data, key, signature));
          assert.ok(!verify(hash.replace('-', ''), Buffer.from('other'), key, signature));
        }
      });

  test('only a private key signs', async () => {
    const request = { mechanism: 'RSA-PSS', hash: 'SHA-256', data: known } as const;
    for (const label of ['rsa_pk', 'aes'])
      await assert.rejects(hsm.sign(at(label), request), kmip('InvalidField', /needs a PrivateKey here/));
  });
});
