import { canonicalTag } from '../tables.ts';

/** What attributes are called in KMIP 1.0 to 1.4 (KMIP 1.4 chapter 3). */
const NAMES: readonly string[] = [
  'Activation Date',
  'Alternative Name',
  'Always Sensitive',
  'Application Specific Information',
  'Archive Date',
  'Certificate Identifier',
  'Certificate Issuer',
  'Certificate Length',
  'Certificate Subject',
  'Certificate Type',
  'Comment',
  'Compromise Date',
  'Compromise Occurrence Date',
  'Contact Information',
  'Cryptographic Algorithm',
  'Cryptographic Domain Parameters',
  'Cryptographic Length',
  'Cryptographic Parameters',
  'Cryptographic Usage Mask',
  'Deactivation Date',
  'Description',
  'Destroy Date',
  'Digest',
  'Digital Signature Algorithm',
  'Extractable',
  'Fresh',
  'Initial Date',
  'Key Value Location',
  'Key Value Present',
  'Last Change Date',
  'Lease Time',
  'Link',
  'Name',
  'Never Extractable',
  'Object Group',
  'Object Type',
  'Operation Policy Name',
  'Original Creation Date',
  'PKCS#12 Friendly Name',
  'Process Start Date',
  'Protect Stop Date',
  'Random Number Generator',
  'Revocation Reason',
  'Sensitive',
  'State',
  'Unique Identifier',
  'Usage Limits',
  'X.509 Certificate Identifier',
  'X.509 Certificate Issuer',
  'X.509 Certificate Subject',
];

const tagOfName = (name: string): string => canonicalTag(name) ?? name;

const namesByTag: ReadonlyMap<string, string> = new Map(NAMES.map((name) => [tagOfName(name), name]));

/** "CryptographicUsageMask" -> "Cryptographic Usage Mask"; undefined for what 1.x knows as no attribute. */
export const attributeName = (tag: string): string | undefined => namesByTag.get(tag);

/** The tag of an attribute by its name, in any spelling; undefined when 1.x has no such attribute. */
export function attributeTag(name: string): string | undefined {
  const tag = canonicalTag(name);
  return tag !== undefined && namesByTag.has(tag) ? tag : undefined;
}

export interface VendorName {
  readonly vendor: string;
  readonly name: string;
}

/**
 * A custom attribute of 1.x: "x-" set by clients, "y-" by the server. 2.0 made vendor attributes of them, with the
 * letter as the vendor (KMIP 2.0, Vendor Attributes).
 */
export function customAttribute(name: string): VendorName | undefined {
  const match = /^([xy])-(.+)$/is.exec(name);
  return match === null ? undefined : { vendor: String(match[1]).toLowerCase(), name: String(match[2]) };
}

/** "x", "Colour" -> "x-Colour"; undefined for a vendor that 1.x cannot name. */
export const customAttributeName = ({ vendor, name }: VendorName): string | undefined =>
  vendor === 'x' || vendor === 'y' ? `${vendor}-${name}` : undefined;
