import { type Ttlv, text } from '../../kmip/ttlv.ts';
import { type DerItem, derItems, objectIdentifier } from './der.ts';

/** Parts of a name that KMIP 2.x has attributes for: the end of "CertificateSubjectCN" (KMIP 2.1, Certificate Attributes). */
const PARTS: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['1.2.840.113549.1.9.1', 'Email'],
  ['2.5.4.6', 'C'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.7', 'L'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['2.5.4.5', 'SerialNumber'],
  ['2.5.4.12', 'Title'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['2.5.4.46', 'DNQualifier'],
]);

/** The attributes that a name can have, of the owner and of the issuer. */
export const CERTIFICATE_NAME_PARTS: readonly string[] = ['Subject', 'Issuer'].flatMap((whose) =>
  Array.from(PARTS.values(), (part) => `Certificate${whose}${part}`),
);

const BMP_STRING = 0x1e;

function textIn({ tag, content }: DerItem): string {
  const bytes = Buffer.from(content);
  // Of the string types of X.520 only this one is not a part of UTF-8, or near enough.
  return tag === BMP_STRING && bytes.length % 2 === 0
    ? bytes.swap16().toString('utf16le')
    : bytes.toString('utf8');
}

/** What a distinguished name says, as attributes of KMIP 2.x. @throws KmipError InvalidField for what is no name */
export const nameAttributes = (whose: 'Subject' | 'Issuer', name: DerItem): readonly Ttlv[] =>
  derItems(name)
    .flatMap(derItems)
    .flatMap((pair) => {
      const [type, value] = derItems(pair);
      const part = type === undefined ? undefined : PARTS.get(objectIdentifier(type));
      return part === undefined || value === undefined
        ? []
        : [text(`Certificate${whose}${part}`, textIn(value))];
    });
