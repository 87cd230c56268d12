import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, type Ttlv } from '../../kmip/ttlv.ts';
import { openEngine } from './engine.fixture.ts';
import { data, hexOf, parameters, utf8 } from './requests.fixture.ts';

/** FIPS 180-4 and FIPS 202 examples for "abc". */
const HASHES: readonly (readonly [string, string])[] = [
  ['SHA_1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['SHA_256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['SHA3_256', '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532'],
];

for (const [name, expected] of HASHES) {
  test(`Hash with ${name}`, async () => {
    using engine = openEngine();
    const answer = await engine.run('Hash', [
      parameters(enumeration('HashingAlgorithm', name)),
      data(utf8('abc')),
    ]);
    assert.equal(hexOf(bytesOf(answer, 'Data')), expected);
  });
}

test('Hash refuses MD5, parts, and a request without a hash', async () => {
  using engine = openEngine();
  const sha = parameters(enumeration('HashingAlgorithm', 'SHA_256'));
  const refusedHash = (items: readonly Ttlv[], reason: string) =>
    assert.rejects(engine.run('Hash', [data(utf8('x')), ...items]), { reason });
  await refusedHash(
    [parameters(enumeration('HashingAlgorithm', 'MD5'))],
    'UnsupportedCryptographicParameters',
  );
  await refusedHash([sha, boolean('InitIndicator', true), boolean('FinalIndicator', true)], 'InvalidField');
  await refusedHash([], 'InvalidMessage');
});
