import { tagCode, tagName } from '../tables.ts';
import { VERSIONS, type Version } from './version.ts';

/** The highest number that each version defines. Numbers are given out in order and never reused. */
type Limits = Readonly<Partial<Record<Version, number>>>;

const TAG_LIMITS: Limits = {
  '1.0': 0x4200a1,
  '1.1': 0x4200b7,
  '1.2': 0x4200d3,
  '1.3': 0x4200f7,
  '1.4': 0x420124,
  '2.0': 0x420165,
  '2.1': 0x42ffff,
};

/** Tags that 2.0 withdrew (KMIP 2.0, Tags: "Reserved"). */
const WITHDRAWN: ReadonlySet<string> = new Set([
  'AttributeIndex',
  'CertificateIdentifier',
  'CertificateIssuer',
  'CertificateIssuerAlternativeName',
  'CertificateIssuerDistinguishedName',
  'CertificateSubject',
  'CertificateSubjectAlternativeName',
  'CertificateSubjectDistinguishedName',
  'CommonTemplateAttribute',
  'CustomAttribute',
  'Issuer',
  'OperationPolicyName',
  'PrivateKeyTemplateAttribute',
  'PublicKeyTemplateAttribute',
  'SerialNumber',
  'Template',
  'TemplateAttribute',
]);

/** Enumerations that grew; one that is absent has been the same since it exists. */
const VALUE_LIMITS: Readonly<Record<string, Limits>> = {
  BlockCipherMode: { '1.0': 0x11, '1.4': 0x12 },
  CredentialType: { '1.0': 1, '1.1': 2, '1.2': 3, '2.0': 6 },
  CryptographicAlgorithm: { '1.0': 0x19, '1.2': 0x1a, '1.3': 0x1b, '1.4': 0x28, '2.0': 0x38 },
  DerivationMethod: { '1.0': 7, '1.4': 8, '2.0': 0xa },
  DigitalSignatureAlgorithm: { '1.0': 0x10, '1.4': 0x13 },
  HashingAlgorithm: { '1.0': 0xb, '1.2': 0xd, '1.4': 0x11 },
  KeyFormatType: { '1.0': 0x13, '1.3': 0x15, '1.4': 0x16, '2.0': 0x17 },
  KeyRoleType: { '1.0': 0x15, '1.4': 0x18 },
  LinkType: { '1.0': 0x107, '1.2': 0x10b, '1.4': 0x10d, '2.0': 0x10e },
  MaskGeneratorHashingAlgorithm: { '1.0': 0xb, '1.2': 0xd, '1.4': 0x11 },
  ObjectType: { '1.0': 8, '1.2': 9, '2.0': 0xa },
  Operation: { '1.0': 0x1c, '1.1': 0x1e, '1.2': 0x29, '1.4': 0x2b, '2.0': 0x35, '2.1': 0x3b },
  ProfileName: { '1.3': 0x78, '1.4': 0x9c, '2.0': 0x12c },
  QueryFunction: { '1.0': 4, '1.1': 6, '1.2': 7, '1.3': 0xc, '2.0': 0xe },
  RecommendedCurve: { '1.0': 0xf, '1.2': 0x44, '2.0': 0x46 },
  ResultReason: { '1.0': 0x11, '1.1': 0x12, '1.2': 0x15, '1.4': 0x18, '2.0': 0x47, '2.1': 0x4c },
  SplitKeyMethod: { '1.0': 3, '1.2': 4 },
};

/** Out of order: defined from the beginning. */
const GENERAL_FAILURE = 0x100;
const FIRST_EXTENSION = 0x80000000;

/** Bits of the usage mask that versions before 2.0 define. */
const OLD_USAGE_BITS = 0x000f_ffff;

function limitOf(limits: Limits, version: Version): number {
  const last = VERSIONS.find((step) => step <= version && limits[step] !== undefined);
  return last === undefined ? 0 : (limits[last] ?? 0);
}

/** Whether a message of that version may hold the tag. What has no number may be in none; extensions may be in all. */
export function definesTag(tag: string, version: Version): boolean {
  const code = tagCode(tag);
  if (code === undefined) return false;
  if (code > 0x42ffff) return true;
  return code <= limitOf(TAG_LIMITS, version) && !(version >= '2.0' && WITHDRAWN.has(tag));
}

/** Whether the version defines the value of an enumeration. @param tag the tag that carries the value */
export function definesValue(tag: string, value: number, version: Version): boolean {
  if (tag === 'AttributeReference') return definesTag(tagName(value), version);
  const limits = VALUE_LIMITS[tag];
  if (limits === undefined || value >= FIRST_EXTENSION) return true;
  if (tag === 'ResultReason' && value === GENERAL_FAILURE) return true;
  return value <= limitOf(limits, version);
}

/** The bits of a mask that the version defines. */
export const definedBits = (tag: string, value: number, version: Version): number =>
  tag === 'CryptographicUsageMask' && version < '2.0' ? value & OLD_USAGE_BITS : value;
