import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { type HsmBench, kmip, openBench, skip } from './bench.fixture.ts';
import type { Hsm, HsmAddress } from './hsm.ts';

describe('keys', { skip }, () => {
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

  test('AES keys of every size, and RSA pairs, are found as they were made', async () => {
    for (const bits of [128, 192, 256] as const) {
      await hsm.createAesKey(at(`aes-${bits}`), bits);
      assert.deepEqual(await hsm.get(at(`aes-${bits}`)), {
        ...at(`aes-${bits}`),
        type: 'SymmetricKey',
        algorithm: 'AES',
        bits,
      });
    }
    const rsa = { algorithm: 'RSA', bits: 2048 } as const;
    assert.deepEqual(await hsm.get(at('rsa')), { ...at('rsa'), type: 'PrivateKey', ...rsa });
    assert.deepEqual(await hsm.get(at('rsa_pk')), { ...at('rsa_pk'), type: 'PublicKey', ...rsa });
  });

  test('the slot lists its keys, and nothing that is no key', async () => {
    bench.foreign.addData('data');
    const labels = (await hsm.find(bench.slot)).map(({ label }) => label);
    assert.deepEqual(labels.toSorted(), ['aes', 'aes-128', 'aes-192', 'aes-256', 'known', 'rsa', 'rsa_pk']);
    assert.equal(await hsm.get(at('data')), undefined);
  });

  test('secrets stay inside and need the login', () => {
    const names = ['CKA_TOKEN', 'CKA_PRIVATE', 'CKA_SENSITIVE', 'CKA_EXTRACTABLE', 'CKA_ID'] as const;
    for (const label of ['aes', 'rsa'])
      assert.deepEqual(
        bench.foreign.attributes(label, names).map((value) => value.toString('latin1')),
        ['\x01', '\x01', '\x01', '\x00', label],
      );
    assert.throws(() => bench.foreign.attributes('aes', ['CKA_VALUE']), /CKR_ATTRIBUTE_SENSITIVE/);
  });

  test('a label is given once, whatever the kind of key', async () => {
    const exists = kmip('ObjectAlreadyExists', /has a key "(aes|rsa|rsa_pk)" already/);
    await assert.rejects(hsm.createAesKey(at('aes'), 128), exists);
    await assert.rejects(hsm.createRsaKeyPair(at('aes'), 2048), exists);
    await assert.rejects(hsm.createAesKey(at('rsa_pk'), 128), exists);
    assert.equal((await hsm.get(at('aes')))?.bits, 256);
  });

  test('of two that ask for one label at once, one gets it', async () => {
    const outcomes = await Promise.allSettled([
      hsm.createRsaKeyPair(at('race'), 2048),
      hsm.createRsaKeyPair(at('race'), 2048),
      hsm.createAesKey(at('race_pk'), 128),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'made' : outcome.reason.reason)),
      ['made', 'ObjectAlreadyExists', 'ObjectAlreadyExists'],
    );
    assert.equal((await hsm.get(at('race_pk')))?.type, 'PublicKey');
  });

  test('sizes that are refused', async () => {
    for (const bits of [1024, 2047, 2050, 16384, Number.NaN])
      await assert.rejects(hsm.createRsaKeyPair(at('odd'), bits), kmip('InvalidField', /RSA keys have 2048/));
    await assert.rejects(hsm.createAesKey(at('odd'), 64 as 128), kmip('InvalidField', /AES keys have 128/));
    assert.equal(await hsm.get(at('odd')), undefined);
  });

  test('a destroyed key is gone, also for one who has just used it', async () => {
    await hsm.createAesKey(at('doomed'), 128);
    await hsm.encrypt(at('doomed'), { mechanism: 'AES-GCM', data: known });
    await hsm.destroy(at('doomed'));
    const notFound = kmip('ObjectNotFound', /has no key "doomed"/);
    await assert.rejects(hsm.encrypt(at('doomed'), { mechanism: 'AES-GCM', data: known }), notFound);
    await assert.rejects(hsm.destroy(at('doomed')), notFound);
    assert.equal(await hsm.get(at('doomed')), undefined);
  });

  test('a key replaced by another user of the token is found again', async () => {
    bench.foreign.importAesKey('replaced', Buffer.alloc(32, 1));
    const iv = randomBytes(12);
    const seal = () => hsm.encrypt(at('replaced'), { mechanism: 'AES-GCM', data: known, iv });
    const first = await seal();
    bench.foreign.destroy('replaced');
    bench.foreign.importAesKey('replaced', Buffer.alloc(32, 2));
    const second = await seal();
    assert.notDeepEqual(first.data, second.data);
  });

  test('a slot that is not configured', async () => {
    await assert.rejects(hsm.find(77), kmip('ObjectNotFound', /slot 77 is not configured/));
  });
});
