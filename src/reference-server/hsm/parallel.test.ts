import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { type HsmBench, openBench, skip } from './bench.fixture.ts';
import type { Hsm, HsmAddress, HsmKey } from './hsm.ts';

describe('many at once', { skip }, () => {
  let bench: HsmBench;
  let hsm: Hsm;
  const at = (label: string): HsmAddress => bench.at(label);
  const known = randomBytes(32);
  before(async () => {
    bench = await openBench();
    hsm = bench.hsm;
    await hsm.createAesKey(at('aes'), 256);
  });
  after(() => bench[Symbol.asyncDispose]());

  test('32 parallel encryptions, good and bad mixed, each get their own answer', async () => {
    const payloads = Array.from({ length: 32 }, (_, i) => Buffer.alloc(100, i));
    const outcomes = await Promise.allSettled(
      payloads.flatMap((data) => [
        hsm.encrypt(at('aes'), { mechanism: 'AES-CBC-PAD', iv: Buffer.alloc(16), data }),
        hsm.decrypt(at('aes'), { mechanism: 'AES-CBC-PAD', iv: Buffer.alloc(16), data: data.subarray(1) }),
      ]),
    );
    for (const [i, data] of payloads.entries()) {
      const sealed = outcomes[2 * i];
      assert.ok(sealed?.status === 'fulfilled' && 'data' in sealed.value);
      const clear = await hsm.decrypt(at('aes'), {
        mechanism: 'AES-CBC-PAD',
        iv: Buffer.alloc(16),
        data: sealed.value.data,
      });
      assert.deepEqual(Buffer.from(clear), data);
      assert.equal(outcomes[2 * i + 1]?.status, 'rejected');
    }
  });

  test('while a long key pair is made, this thread runs on and other keys are used', async () => {
    const order: string[] = [];
    const long = hsm.createRsaKeyPair(at('long'), 4096).then(() => order.push('pair'));
    for (let turn = 0; turn < 3; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      await hsm.encrypt(at('aes'), { mechanism: 'AES-GCM', data: known });
      order.push('encrypted');
    }
    await long;
    assert.deepEqual(order, ['encrypted', 'encrypted', 'encrypted', 'pair']);
  });

  test('while pairs are made, every search finds all keys, and pairs whole or not at all', async () => {
    const made = ['aes'];
    let making = true;
    const makePairs = async (labels: readonly string[]): Promise<void> => {
      for (const label of labels) {
        await hsm.createRsaKeyPair(at(label), 2048);
        made.push(label, `${label}_pk`);
      }
    };
    const search = async (): Promise<void> => {
      while (making) {
        const expected = [...made];
        const found = await hsm.find(bench.slot);
        const labels = new Set(found.map(({ label }) => label));
        assert.deepEqual(
          expected.filter((label) => !labels.has(label)),
          [],
        );
        const labelled = (kind: HsmKey['type']) =>
          found.flatMap(({ type, label }) => (type === kind ? label : [])).toSorted();
        assert.deepEqual(
          labelled('PublicKey'),
          labelled('PrivateKey').map((label) => `${label}_pk`),
        );
      }
    };
    const pairs = Promise.all([makePairs(['a1', 'a2', 'a3', 'a4']), makePairs(['b1', 'b2', 'b3', 'b4'])]);
    await Promise.all([pairs.finally(() => (making = false)), search()]);
  });
});
