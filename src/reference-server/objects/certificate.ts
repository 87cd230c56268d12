import { X509Certificate } from 'node:crypto';
import { enumeration } from '../../kmip/tables.ts';
import { bytes, integer, structure, type Ttlv } from '../../kmip/ttlv.ts';
import { asymmetricBits } from '../crypto/generate.ts';
import { certificateParts, type Extension } from './certificate-parts.ts';
import { derItem, derItems, objectIdentifier } from './der.ts';
import { nameAttributes } from './distinguished-name.ts';

/** Signature algorithms of certificates as KMIP names them (KMIP 2.1, Digital Signature Algorithm). */
const SIGNATURES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.2', 'MD2WithRSAEncryption'],
  ['1.2.840.113549.1.1.4', 'MD5WithRSAEncryption'],
  ['1.2.840.113549.1.1.5', 'SHA_1WithRSAEncryption'],
  ['1.2.840.113549.1.1.14', 'SHA_224WithRSAEncryption'],
  ['1.2.840.113549.1.1.11', 'SHA_256WithRSAEncryption'],
  ['1.2.840.113549.1.1.12', 'SHA_384WithRSAEncryption'],
  ['1.2.840.113549.1.1.13', 'SHA_512WithRSAEncryption'],
  ['1.2.840.113549.1.1.10', 'RSASSA_PSS'],
  ['1.2.840.10040.4.3', 'DSAWithSHA_1'],
  ['2.16.840.1.101.3.4.3.1', 'DSAWithSHA224'],
  ['2.16.840.1.101.3.4.3.2', 'DSAWithSHA256'],
  ['1.2.840.10045.4.1', 'ECDSAWithSHA_1'],
  ['1.2.840.10045.4.3.1', 'ECDSAWithSHA224'],
  ['1.2.840.10045.4.3.2', 'ECDSAWithSHA256'],
  ['1.2.840.10045.4.3.3', 'ECDSAWithSHA384'],
  ['1.2.840.10045.4.3.4', 'ECDSAWithSHA512'],
  ['2.16.840.1.101.3.4.3.14', 'SHA3_256WithRSAEncryption'],
  ['2.16.840.1.101.3.4.3.15', 'SHA3_384WithRSAEncryption'],
  ['2.16.840.1.101.3.4.3.16', 'SHA3_512WithRSAEncryption'],
]);

const ALGORITHMS: ReadonlyMap<string | undefined, string> = new Map([
  ['rsa', 'RSA'],
  ['dsa', 'DSA'],
  ['ec', 'ECDSA'],
  ['ed25519', 'Ed25519'],
]);

const ALTERNATIVE_NAMES = { subject: '2.5.29.17', issuer: '2.5.29.18' };

const copied = (tag: string, value: Uint8Array): Ttlv => bytes(tag, new Uint8Array(value));

/** The names of a GeneralNames extension, each in DER. */
const alternatives = (tag: string, extension: Extension | undefined): readonly Ttlv[] =>
  extension === undefined
    ? []
    : derItems(derItem(extension.value.content)).map(({ whole }) => copied(tag, whole));

function keyAttributes(certificate: X509Certificate): readonly Ttlv[] {
  const key = certificate.publicKey;
  const algorithm = ALGORITHMS.get(key.asymmetricKeyType);
  const bits = asymmetricBits(key);
  return [
    ...(algorithm === undefined ? [] : [enumeration('CryptographicAlgorithm', algorithm)]),
    ...(bits === undefined ? [] : [integer('CryptographicLength', bits)]),
  ];
}

function x509Attributes(value: Uint8Array): readonly Ttlv[] {
  const { serial, signature, issuer, subject, extensions } = certificateParts(value);
  const algorithm = SIGNATURES.get(objectIdentifier(signature));
  const issuerName = copied('IssuerDistinguishedName', issuer.whole);
  return [
    ...keyAttributes(new X509Certificate(value)),
    ...(algorithm === undefined ? [] : [enumeration('DigitalSignatureAlgorithm', algorithm)]),
    structure('X509CertificateIdentifier', issuerName, copied('CertificateSerialNumber', serial.content)),
    structure(
      'X509CertificateSubject',
      copied('SubjectDistinguishedName', subject.whole),
      ...alternatives('SubjectAlternativeName', extensions.get(ALTERNATIVE_NAMES.subject)),
    ),
    structure(
      'X509CertificateIssuer',
      issuerName,
      ...alternatives('IssuerAlternativeName', extensions.get(ALTERNATIVE_NAMES.issuer)),
    ),
    ...nameAttributes('Subject', subject),
    ...nameAttributes('Issuer', issuer),
  ];
}

/**
 * What a certificate says about itself (KMIP 2.1, Certificate Attributes and the attributes whose names begin with
 * X.509). One that cannot be read is kept all the same: then only its type and length are known.
 */
export function certificateAttributes(type: string, value: Uint8Array): readonly Ttlv[] {
  const always = [enumeration('CertificateType', type), integer('CertificateLength', value.length)];
  if (type !== 'X_509') return always;
  try {
    return [...always, ...x509Attributes(value)];
  } catch {
    return always;
  }
}
