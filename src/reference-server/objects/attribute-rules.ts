import { KmipError } from '../../kmip/errors.ts';
import { maybeText } from '../../kmip/fields.ts';
import type { Ttlv, TtlvType } from '../../kmip/ttlv.ts';
import { namesWrappingKey } from './attributes.ts';
import { CERTIFICATE_NAME_PARTS } from './distinguished-name.ts';

/** Who may write an attribute, and how often an object may carry it (KMIP 2.1 chapter 4). */
export interface AttributeRule {
  readonly type: TtlvType;
  readonly many?: true;
  /** The server alone computes it. */
  readonly readOnly?: true;
  /**
   * What a client may do to it once the object exists; absent = anything.
   * keep: add and modify, not delete. once: add where there is none. never: it is settled when the object is made.
   */
  readonly change?: 'keep' | 'once' | 'never';
}

/** The attributes that this server keeps. One that it would store without obeying is left out on purpose. */
const RULES: ReadonlyMap<string, AttributeRule> = new Map<string, AttributeRule>([
  ['ActivationDate', { type: 'DateTime', change: 'keep' }],
  ['AlternativeName', { type: 'Structure', many: true }],
  ['AlwaysSensitive', { type: 'Boolean', readOnly: true }],
  ['ApplicationSpecificInformation', { type: 'Structure', many: true }],
  ['ArchiveDate', { type: 'DateTime', readOnly: true }],
  ['Attribute', { type: 'Structure', many: true }],
  ['CertificateLength', { type: 'Integer', readOnly: true }],
  ['CertificateType', { type: 'Enumeration', change: 'never' }],
  ['Comment', { type: 'TextString' }],
  ['CompromiseDate', { type: 'DateTime', readOnly: true }],
  ['CompromiseOccurrenceDate', { type: 'DateTime', readOnly: true }],
  ['ContactInformation', { type: 'TextString' }],
  ['CryptographicAlgorithm', { type: 'Enumeration', change: 'never' }],
  ['CryptographicDomainParameters', { type: 'Structure', change: 'once' }],
  ['CryptographicLength', { type: 'Integer', change: 'never' }],
  ['CryptographicParameters', { type: 'Structure', many: true }],
  ['CryptographicUsageMask', { type: 'Integer', change: 'once' }],
  ['DeactivationDate', { type: 'DateTime', change: 'keep' }],
  ['Description', { type: 'TextString' }],
  ['DestroyDate', { type: 'DateTime', readOnly: true }],
  ['DigitalSignatureAlgorithm', { type: 'Enumeration', many: true, readOnly: true }],
  ['Digest', { type: 'Structure', many: true, readOnly: true }],
  ['Extractable', { type: 'Boolean', change: 'keep' }],
  /** "Unless the client provides a False value in Register or Import" (KMIP 2.1, Fresh). */
  ['Fresh', { type: 'Boolean', change: 'never' }],
  ['InitialDate', { type: 'DateTime', readOnly: true }],
  ['KeyFormatType', { type: 'Enumeration', change: 'never' }],
  ['KeyValuePresent', { type: 'Boolean', readOnly: true }],
  ['LastChangeDate', { type: 'DateTime', readOnly: true }],
  ['LeaseTime', { type: 'Interval', readOnly: true }],
  ['Link', { type: 'Structure', many: true }],
  ['Name', { type: 'Structure', many: true }],
  ['NeverExtractable', { type: 'Boolean', readOnly: true }],
  ['ObjectGroup', { type: 'TextString', many: true }],
  ['ObjectType', { type: 'Enumeration', change: 'never' }],
  ['OpaqueDataType', { type: 'Enumeration', change: 'never' }],
  ['OriginalCreationDate', { type: 'DateTime', readOnly: true }],
  ['PKCS12FriendlyName', { type: 'TextString' }],
  ['ProcessStartDate', { type: 'DateTime', change: 'keep' }],
  ['ProtectStopDate', { type: 'DateTime', change: 'keep' }],
  ['ProtectionLevel', { type: 'Enumeration' }],
  ['ProtectionPeriod', { type: 'Interval' }],
  ['ProtectionStorageMask', { type: 'Integer', readOnly: true }],
  ['QuantumSafe', { type: 'Boolean' }],
  ['RandomNumberGenerator', { type: 'Structure', change: 'once' }],
  ['RevocationReason', { type: 'Structure', readOnly: true }],
  ['Sensitive', { type: 'Boolean', change: 'keep' }],
  ['ShortUniqueIdentifier', { type: 'ByteString', readOnly: true }],
  ['State', { type: 'Enumeration', readOnly: true }],
  ['UniqueIdentifier', { type: 'TextString', readOnly: true }],
  ['UsageLimits', { type: 'Structure' }],
  ['X509CertificateIdentifier', { type: 'Structure', readOnly: true }],
  ['X509CertificateIssuer', { type: 'Structure', readOnly: true }],
  ['X509CertificateSubject', { type: 'Structure', readOnly: true }],
  ...CERTIFICATE_NAME_PARTS.map((tag): [string, AttributeRule] => [
    tag,
    { type: 'TextString', many: true, readOnly: true },
  ]),
]);

/** The vendor of attributes that only servers write (KMIP 2.1, Vendor Attribute). */
const SERVER_VENDOR = 'y';

function vendorRule(attribute: Ttlv, rule: AttributeRule): AttributeRule {
  if (attribute.type !== 'Structure') return rule;
  if (maybeText(attribute, 'VendorIdentification') === SERVER_VENDOR) return { ...rule, readOnly: true };
  return namesWrappingKey(attribute) ? { ...rule, change: 'never' } : rule;
}

/** undefined when this server keeps no such attribute. */
export function maybeRule(attribute: Ttlv): AttributeRule | undefined {
  const rule = RULES.get(attribute.tag);
  return rule !== undefined && attribute.tag === 'Attribute' ? vendorRule(attribute, rule) : rule;
}

/** @throws KmipError UnsupportedAttribute, InvalidAttributeValue */
export function ruleFor(attribute: Ttlv): AttributeRule {
  const rule = maybeRule(attribute);
  if (rule === undefined) {
    throw new KmipError('UnsupportedAttribute', `this server keeps no attribute ${attribute.tag}`);
  }
  if (attribute.type !== rule.type) {
    throw new KmipError(
      'InvalidAttributeValue',
      `the attribute ${attribute.tag} must be of type ${rule.type}, it is of type ${attribute.type}`,
    );
  }
  return rule;
}
