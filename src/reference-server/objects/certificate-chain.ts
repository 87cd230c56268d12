import { X509Certificate } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { type CertificateParts, certificateParts } from './certificate-parts.ts';
import { derItem, derItems, objectIdentifier } from './der.ts';

/** OASIS names of the Validity Indicator. */
export type Validity = 'Valid' | 'Invalid' | 'Unknown';

export interface GivenCertificate {
  readonly der: Uint8Array;
  /** The server keeps it: only then can a chain end in it and be trusted. */
  readonly kept: boolean;
}

interface Certificate {
  readonly x509: X509Certificate;
  readonly parts: CertificateParts;
  readonly kept: boolean;
}

const BASIC_CONSTRAINTS = '2.5.29.19';

/** Extensions that are heeded here, or that restrict nothing that is asked here: keyUsage, alternative names, purposes. */
const UNDERSTOOD: readonly string[] = [BASIC_CONSTRAINTS, '2.5.29.15', '2.5.29.17', '2.5.29.37'];

/** Name constraints, policies and their mappings restrict also where they are not critical. */
const RESTRICTING: readonly string[] = ['2.5.29.30', '2.5.29.36', '2.5.29.54'];

/** Signatures with SHA-2 and of Edwards curves. What hashes RSASSA-PSS has is said elsewhere than in its name. */
const STRONG_SIGNATURES: readonly string[] = [
  ...['11', '12', '13', '14'].map((last) => `1.2.840.113549.1.1.${last}`),
  ...['1', '2', '3', '4'].map((last) => `1.2.840.10045.4.3.${last}`),
  '1.3.101.112',
  '1.3.101.113',
];

/** SP 800-131A: shorter RSA keys are not to be trusted. */
const LEAST_RSA_BITS = 2048;

/** @throws KmipError InvalidField */
function read({ der, kept }: GivenCertificate): Certificate {
  try {
    return { x509: new X509Certificate(der), parts: certificateParts(der), kept };
  } catch (cause) {
    throw new KmipError('InvalidField', 'CertificateValue is no X.509 certificate', { cause });
  }
}

/** Each certificate once; one that is kept and brought is kept. */
function distinct(certificates: readonly Certificate[]): readonly Certificate[] {
  const known = new Map<string, Certificate>();
  for (const certificate of certificates) {
    const { fingerprint256 } = certificate.x509;
    if (certificate.kept || !known.has(fingerprint256)) known.set(fingerprint256, certificate);
  }
  return [...known.values()];
}

const isIssuedBy = (one: Certificate, issuer: Certificate): boolean => one.x509.checkIssued(issuer.x509);

/** What OpenSSL cannot verify, for whatever reason, is not signed. */
function isSignedBy(one: Certificate, issuer: Certificate): boolean {
  try {
    return one.x509.verify(issuer.x509.publicKey);
  } catch {
    return false;
  }
}

/** From the one that issued none to the last; undefined when they are not one chain. */
function chainOf(certificates: readonly Certificate[]): readonly Certificate[] | undefined {
  const ends = certificates.filter((one) =>
    certificates.every((other) => other === one || !isIssuedBy(other, one)),
  );
  const [end] = ends;
  if (end === undefined || ends.length > 1) return undefined;
  const chain = [end];
  const left = new Set(certificates);
  for (let last: Certificate | undefined = end; last !== undefined; ) {
    const subject: Certificate = last;
    left.delete(subject);
    last = [...left].find((issuer) => isIssuedBy(subject, issuer) && isSignedBy(subject, issuer));
    if (last !== undefined) chain.push(last);
  }
  return left.size === 0 ? chain : undefined;
}

const isInTime = ({ x509 }: Certificate, at: Date): boolean =>
  x509.validFromDate <= at && at <= x509.validToDate;

const INTEGER = 0x02;

/** How many certificates of authorities may stand between this one and the end (RFC 5280 section 4.2.1.9). */
function mostBetween({ parts }: Certificate): number {
  const constraints = parts.extensions.get(BASIC_CONSTRAINTS);
  if (constraints === undefined) return Number.POSITIVE_INFINITY;
  const length = derItems(derItem(constraints.value.content)).find(({ tag }) => tag === INTEGER);
  if (length === undefined) return Number.POSITIVE_INFINITY;
  return Number.parseInt(Buffer.from(length.content).toString('hex'), 16);
}

const mayIssue = (issuer: Certificate, between: number): boolean =>
  issuer.x509.ca && between <= mostBetween(issuer);

const isBeyondUs = ({ parts }: Certificate): boolean =>
  [...parts.extensions].some(
    ([type, { critical }]) => RESTRICTING.includes(type) || (critical && !UNDERSTOOD.includes(type)),
  );

const isStronglySigned = ({ parts }: Certificate): boolean =>
  STRONG_SIGNATURES.includes(objectIdentifier(parts.signature));

function hasStrongKey({ x509 }: Certificate): boolean {
  try {
    return (x509.publicKey.asymmetricKeyDetails?.modulusLength ?? LEAST_RSA_BITS) >= LEAST_RSA_BITS;
  } catch {
    return false;
  }
}

/**
 * Whether certificates, in whatever order, are a chain that was valid at a moment. Issuers, signatures and authorities
 * are OpenSSL's to judge. What node:crypto offers is not all of RFC 5280 section 6: a chain that asks for more, is
 * weak, or ends in a certificate that the server does not keep, is Unknown, never Valid.
 * @throws KmipError InvalidField for what is no certificate
 */
export function validityOf(given: readonly GivenCertificate[], at: Date): Validity {
  const chain = chainOf(distinct(given.map(read)));
  const root = chain?.at(-1);
  if (chain === undefined || root === undefined) return 'Invalid';
  if (!chain.every((certificate) => isInTime(certificate, at))) return 'Invalid';
  if (!chain.slice(1).every(mayIssue)) return 'Invalid';
  if (!isIssuedBy(root, root)) return 'Unknown';
  if (!isSignedBy(root, root)) return 'Invalid';
  const isStrong = chain.every(hasStrongKey) && chain.slice(0, -1).every(isStronglySigned);
  return root.kept && isStrong && !chain.some(isBeyondUs) ? 'Valid' : 'Unknown';
}
