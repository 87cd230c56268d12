import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, childrenOf, enumerationOf, integerOf, structureOf, textOf } from '../../kmip/fields.ts';
import { structure } from '../../kmip/ttlv.ts';
import { CERTIFICATE } from './certificate.fixture.ts';
import { certificateAttributes } from './certificate.ts';

const value = CERTIFICATE;
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('a certificate says who it is of, from and for', () => {
  const found = structure('Attributes', ...certificateAttributes('X_509', value));
  assert.equal(enumerationOf(found, 'CertificateType'), 'X_509');
  assert.equal(integerOf(found, 'CertificateLength'), 534);
  assert.equal(enumerationOf(found, 'CryptographicAlgorithm'), 'ECDSA');
  assert.equal(integerOf(found, 'CryptographicLength'), 256);
  assert.equal(enumerationOf(found, 'DigitalSignatureAlgorithm'), 'ECDSAWithSHA384');
  const identifier = structureOf(found, 'X509CertificateIdentifier');
  assert.equal(hexOf(bytesOf(identifier, 'CertificateSerialNumber')), '0102ff');
  const subject = structureOf(found, 'X509CertificateSubject');
  const name = bytesOf(subject, 'SubjectDistinguishedName');
  assert.deepEqual(bytesOf(identifier, 'IssuerDistinguishedName'), name);
  assert.equal(hexOf(name).slice(0, 4), `30${(name.length - 2).toString(16)}`);
  assert.deepEqual(
    childrenOf(subject, 'SubjectAlternativeName').map((item) =>
      item.type === 'ByteString' ? hexOf(item.value) : item.type,
    ),
    [`820f${Buffer.from('kms.example.org').toString('hex')}`, '87047f000001'],
  );
  assert.equal(textOf(found, 'CertificateSubjectCN'), 'kms.example.org');
  assert.equal(textOf(found, 'CertificateIssuerC'), 'FR');
  assert.deepEqual(
    childrenOf(found, 'CertificateSubjectOU').map(({ value: unit }) => unit),
    ['One', 'Two'],
  );
});

test('what is no X.509 certificate, or a broken one, has a type and a length only', () => {
  const tags = (type: string, bytes: Uint8Array) => certificateAttributes(type, bytes).map(({ tag }) => tag);
  const least = ['CertificateType', 'CertificateLength'];
  assert.deepEqual(tags('PGP', value), least);
  for (const length of [0, 1, 3, 40, value.length - 1]) {
    assert.deepEqual(tags('X_509', value.subarray(0, length)), least);
  }
});
