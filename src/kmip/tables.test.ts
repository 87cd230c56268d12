import assert from 'node:assert/strict';
import { test } from 'node:test';
import enumerationData from './tables/enumerations.json' with { type: 'json' };
import spellingData from './tables/spellings.json' with { type: 'json' };
import tagData from './tables/tags.json' with { type: 'json' };
import {
  canonicalTag,
  enumeration,
  enumerationCode,
  enumerationName,
  enumerationWireName,
  maskBit,
  tagCode,
  tagName,
} from './tables.ts';

test('every tag has a number of its own and is found by both', () => {
  const names = Object.keys(tagData);
  assert.equal(new Set(Object.values(tagData)).size, names.length);
  for (const name of names) assert.equal(tagName(tagCode(name) ?? 0), name);
});

for (const [table, names] of Object.entries(enumerationData)) {
  test(`${table}: every number is found by each of its names, and no two values share a spelling`, () => {
    for (const [name, code] of Object.entries(names)) {
      assert.equal(enumerationCode(table, name), code, name);
      assert.equal(enumerationName(table, code), name);
      assert.equal(enumerationCode(table, enumerationWireName(table, code)), code, name);
    }
  });
}

test('every wire spelling belongs to a value', () => {
  const strays = Object.entries(spellingData).flatMap(([table, names]) =>
    Object.keys(names).filter((name) => {
      const values = Object.entries(enumerationData).find(([key]) => key === table)?.[1] ?? {};
      return !Object.hasOwn(values, name);
    }),
  );
  assert.deepEqual(strays, []);
});

const spellings: readonly (readonly [string, string, number])[] = [
  ['HashingAlgorithm', 'SHA-1', 4],
  ['CryptographicAlgorithm', 'THREE_DES', 2],
  ['CryptographicAlgorithm', 'DES3', 2],
  ['PaddingMethod', 'PKCS1v15', 8],
  ['RecommendedCurve', 'P-256', 7],
  ['MaskGeneratorHashingAlgorithm', 'SHA256', 6],
  ['AttributeReference', 'CryptographicAlgorithm', 0x420028],
  ['PrivateKeyUniqueIdentifier', 'IDPlaceholder', 1],
  ['State', '0x000000FF', 255],
];

for (const [tag, name, code] of spellings) {
  test(`${tag} ${name}`, () => assert.equal(enumerationCode(tag, name), code));
}

test('tags in any spelling', () => {
  assert.equal(canonicalTag('X_509CertificateSubject'), 'X509CertificateSubject');
  assert.equal(canonicalTag('Cryptographic Usage Mask'), 'CryptographicUsageMask');
  assert.equal(canonicalTag('0x540001'), 'CertificateAttributes');
  assert.equal(canonicalTag('0x54FFFF'), '0x54FFFF');
  assert.equal(canonicalTag('constructor'), undefined);
});

test('unknown names are refused, unknown numbers are shown in hexadecimal', () => {
  assert.throws(() => enumeration('State', 'Lost'), { reason: 'UnknownEnumeration' });
  assert.throws(() => enumeration('NoSuchTable', 'Lost'), { reason: 'UnknownEnumeration' });
  assert.equal(enumerationName('State', 77), '0x0000004D');
  assert.equal(maskBit('CryptographicUsageMask', 'MAC Generate'), 128);
  assert.equal(maskBit('State', 'Sign'), undefined);
});
