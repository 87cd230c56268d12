import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, enumerationOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { bytes, type Ttlv } from '../../kmip/ttlv.ts';
import { openEngine } from './engine.fixture.ts';
import { data, hex, hexOf, parameters, registered, uid, usage, utf8 } from './requests.fixture.ts';

/** RFC 4231 section 4.2. */
const HMAC_KEY = '0b'.repeat(20);
const MESSAGE = data(utf8('Hi There'));
const MACS: readonly (readonly [string, string])[] = [
  ['HMAC_SHA256', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    'HMAC_SHA384',
    'afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6',
  ],
  ['HMAC_SHA3_256', 'ba85192310dffa96e2a3a40e69774351140bb7185e1202cdcc917589f95e16bb'],
];

for (const [algorithm, expected] of MACS) {
  test(`${algorithm}: made, and verified as Valid or Invalid`, async () => {
    using engine = openEngine();
    const key = algorithm === 'HMAC_SHA3_256' ? '0b'.repeat(20) : HMAC_KEY;
    const id = uid(await registered(engine, hex(key), algorithm, usage('MACGenerate', 'MACVerify')));
    const made = bytesOf(await engine.run('MAC', [id, MESSAGE]), 'MACData');
    assert.equal(hexOf(made), expected);
    const verify = async (mac: Uint8Array) =>
      enumerationOf(await engine.run('MACVerify', [id, MESSAGE, bytes('MACData', mac)]), 'ValidityIndicator');
    assert.equal(await verify(made), 'Valid');
    assert.equal(await verify(made.with(0, 0)), 'Invalid');
    assert.equal(await verify(made.subarray(1)), 'Invalid');
  });
}

const refusedMacs: readonly (readonly [string, readonly Ttlv[], string])[] = [
  ['no algorithm for an AES key', [], 'UnsupportedCryptographicParameters'],
  [
    'MD5',
    [parameters(enumeration('CryptographicAlgorithm', 'HMAC_MD5'))],
    'UnsupportedCryptographicParameters',
  ],
  [
    'a hash that is not the algorithm’s',
    [
      parameters(
        enumeration('CryptographicAlgorithm', 'HMAC_SHA256'),
        enumeration('HashingAlgorithm', 'SHA_512'),
      ),
    ],
    'UnsupportedCryptographicParameters',
  ],
];

for (const [name, items, reason] of refusedMacs) {
  test(`MAC with ${name}: ${reason}`, async () => {
    using engine = openEngine();
    const id = uid(await registered(engine, new Uint8Array(32), 'AES', usage('MACGenerate')));
    await assert.rejects(engine.run('MAC', [id, MESSAGE, ...items]), { reason });
  });
}

test('an HMAC key makes no MAC of another kind', async () => {
  using engine = openEngine();
  const id = uid(await registered(engine, new Uint8Array(32), 'HMAC_SHA256', usage('MACGenerate')));
  const other = parameters(enumeration('CryptographicAlgorithm', 'HMAC_SHA512'));
  await assert.rejects(engine.run('MAC', [id, MESSAGE, other]), { reason: 'BadCryptographicParameters' });
});
