import type { Ttlv, TtlvStructure } from '../ttlv.ts';
import type { Version } from './version.ts';

/**
 * Attributes that every key or certificate has here and that PyKMIP, the most used client in Python, fails to read when
 * it asks for all attributes, with the versions in which it does: 0.10 knows most of them in no version, 0.11 not in 2.0,
 * and neither reads a Digest of 1.0, which has no KeyFormatType yet. (kmip/core/factories/attribute_values.py)
 */
const UNREADABLE: ReadonlyMap<string, readonly Version[]> = new Map([
  ['AlwaysSensitive', ['1.4', '2.0']],
  ['CertificateType', ['2.0']],
  ['Digest', ['1.0']],
  ['DigitalSignatureAlgorithm', ['1.1', '1.2', '1.3', '1.4', '2.0']],
  ['Extractable', ['1.4', '2.0']],
  ['KeyFormatType', ['2.0']],
  ['NeverExtractable', ['1.4', '2.0']],
  ['OriginalCreationDate', ['1.2', '1.3', '1.4', '2.0']],
  ['RandomNumberGenerator', ['1.3', '1.4', '2.0']],
  ['ShortUniqueIdentifier', ['2.0']],
  ['X509CertificateIdentifier', ['1.1', '1.2', '1.3', '1.4', '2.0']],
  ['X509CertificateIssuer', ['1.1', '1.2', '1.3', '1.4', '2.0']],
  ['X509CertificateSubject', ['1.1', '1.2', '1.3', '1.4', '2.0']],
]);

/** Parts of the names in a certificate, of which PyKMIP knows none. */
const isNamePart = (tag: string): boolean => /^Certificate(?:Subject|Issuer)/.test(tag);

const NAMING: readonly string[] = ['AttributeReference', 'AttributeName'];

/** The answer of a GetAttributes; one that names no attribute gets those that its client can be expected to read. */
export function readableAttributes(
  asked: TtlvStructure,
  answer: readonly Ttlv[],
  version: Version,
): readonly Ttlv[] {
  if (asked.value.some(({ tag }) => NAMING.includes(tag))) return answer;
  const isReadable = ({ tag }: Ttlv): boolean =>
    UNREADABLE.get(tag)?.includes(version) !== true && !(version === '2.0' && isNamePart(tag));
  return answer.map((item) =>
    item.tag === 'Attributes' && item.type === 'Structure'
      ? { ...item, value: item.value.filter(isReadable) }
      : item,
  );
}
