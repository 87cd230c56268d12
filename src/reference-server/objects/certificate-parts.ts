import { KmipError } from '../../kmip/errors.ts';
import { type DerItem, derItem, derItems, objectIdentifier } from './der.ts';

const BOOLEAN = 0x01;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

export interface Extension {
  readonly critical: boolean;
  readonly value: DerItem;
}

/** The parts of RFC 5280, TBSCertificate, that this server speaks of. */
export interface CertificateParts {
  readonly serial: DerItem;
  readonly signature: DerItem;
  readonly issuer: DerItem;
  readonly subject: DerItem;
  /** By object identifier. */
  readonly extensions: ReadonlyMap<string, Extension>;
}

function extensionIn(extension: DerItem): readonly (readonly [string, Extension])[] {
  const [type, ...rest] = derItems(extension);
  const value = rest.at(-1);
  if (type === undefined || value === undefined) return [];
  const critical = rest.some(({ tag, content }) => tag === BOOLEAN && content[0] !== 0);
  return [[objectIdentifier(type), { critical, value }]];
}

/** @throws KmipError InvalidField */
export function certificateParts(certificate: Uint8Array): CertificateParts {
  const [signed] = derItems(derItem(certificate));
  const fields = signed === undefined ? [] : derItems(signed).filter(({ tag }) => tag !== VERSION);
  const [serial, algorithm, issuer, , subject] = fields;
  const [signature] = algorithm === undefined ? [] : derItems(algorithm);
  if (serial === undefined || signature === undefined || issuer === undefined || subject === undefined) {
    throw new KmipError('InvalidField', 'CertificateValue: a part of the certificate is missing');
  }
  const extensions = fields
    .filter(({ tag }) => tag === EXTENSIONS)
    .flatMap(derItems)
    .flatMap(derItems)
    .flatMap(extensionIn);
  return { serial, signature, issuer, subject, extensions: new Map(extensions) };
}
