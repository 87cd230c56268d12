import { KmipError } from '../../kmip/errors.ts';
import { structure, type Ttlv, type TtlvStructure, type TtlvType } from '../../kmip/ttlv.ts';

/** Who may write an attribute, and how often an object may carry it (KMIP 2.1 chapter 4). */
interface AttributeRule {
  readonly type: TtlvType;
  readonly many?: true;
  /** The server alone computes it. */
  readonly readOnly?: true;
}

/**
 * The attributes that this server keeps. One that it would store without obeying (UsageLimits) is left out on purpose,
 * so that a client learns of it.
 */
const RULES: ReadonlyMap<string, AttributeRule> = new Map<string, AttributeRule>([
  ['ActivationDate', { type: 'DateTime' }],
  ['AlternativeName', { type: 'Structure', many: true }],
  ['AlwaysSensitive', { type: 'Boolean', readOnly: true }],
  ['ApplicationSpecificInformation', { type: 'Structure', many: true }],
  ['Attribute', { type: 'Structure', many: true }],
  ['CertificateType', { type: 'Enumeration' }],
  ['Comment', { type: 'TextString' }],
  ['CompromiseDate', { type: 'DateTime', readOnly: true }],
  ['CompromiseOccurrenceDate', { type: 'DateTime', readOnly: true }],
  ['ContactInformation', { type: 'TextString' }],
  ['CryptographicAlgorithm', { type: 'Enumeration' }],
  ['CryptographicDomainParameters', { type: 'Structure' }],
  ['CryptographicLength', { type: 'Integer' }],
  ['CryptographicParameters', { type: 'Structure', many: true }],
  ['CryptographicUsageMask', { type: 'Integer' }],
  ['DeactivationDate', { type: 'DateTime' }],
  ['Description', { type: 'TextString' }],
  ['DestroyDate', { type: 'DateTime', readOnly: true }],
  ['Digest', { type: 'Structure', many: true, readOnly: true }],
  ['Extractable', { type: 'Boolean' }],
  ['Fresh', { type: 'Boolean', readOnly: true }],
  ['InitialDate', { type: 'DateTime', readOnly: true }],
  ['KeyFormatType', { type: 'Enumeration' }],
  ['KeyValuePresent', { type: 'Boolean', readOnly: true }],
  ['LastChangeDate', { type: 'DateTime', readOnly: true }],
  ['LeaseTime', { type: 'Interval', readOnly: true }],
  ['Link', { type: 'Structure', many: true }],
  ['Name', { type: 'Structure', many: true }],
  ['NeverExtractable', { type: 'Boolean', readOnly: true }],
  ['ObjectGroup', { type: 'TextString', many: true }],
  ['ObjectType', { type: 'Enumeration' }],
  ['OpaqueDataType', { type: 'Enumeration' }],
  ['OriginalCreationDate', { type: 'DateTime', readOnly: true }],
  ['PKCS12FriendlyName', { type: 'TextString' }],
  ['ProcessStartDate', { type: 'DateTime' }],
  ['ProtectStopDate', { type: 'DateTime' }],
  ['ProtectionLevel', { type: 'Enumeration' }],
  ['ProtectionPeriod', { type: 'Interval' }],
  ['QuantumSafe', { type: 'Boolean' }],
  ['RevocationReason', { type: 'Structure', readOnly: true }],
  ['Sensitive', { type: 'Boolean' }],
  ['State', { type: 'Enumeration', readOnly: true }],
  ['UniqueIdentifier', { type: 'TextString', readOnly: true }],
]);

function ruleFor(attribute: Ttlv): AttributeRule {
  const rule = RULES.get(attribute.tag);
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

function requireSingle(attributes: readonly Ttlv[]): void {
  for (const [tag, instances] of Map.groupBy(attributes, ({ tag }) => tag)) {
    if (instances.length > 1 && RULES.get(tag)?.many === undefined) {
      throw new KmipError('AttributeSingleValued', `the attribute ${tag} is given ${instances.length} times`);
    }
  }
}

/**
 * The attributes that a client gives to a new object.
 * @throws KmipError UnsupportedAttribute, InvalidAttributeValue, AttributeSingleValued, ReadOnlyAttribute
 */
export function clientAttributes(attributes: TtlvStructure): TtlvStructure {
  for (const attribute of attributes.value) {
    if (ruleFor(attribute).readOnly) {
      throw new KmipError('ReadOnlyAttribute', `the attribute ${attribute.tag} is set by the server only`);
    }
  }
  requireSingle(attributes.value);
  return attributes;
}

/** Read-only attributes that an imported object brings along from the server it comes from. */
const BROUGHT_ALONG: readonly string[] = [
  'OriginalCreationDate',
  'CompromiseDate',
  'CompromiseOccurrenceDate',
];

/** The attributes of an imported object: what the server computes by itself is passed over, not refused. */
export function importedAttributes(attributes: TtlvStructure): TtlvStructure {
  const kept = attributes.value.filter(
    (attribute) => !ruleFor(attribute).readOnly || BROUGHT_ALONG.includes(attribute.tag),
  );
  requireSingle(kept);
  return structure('Attributes', ...kept);
}
