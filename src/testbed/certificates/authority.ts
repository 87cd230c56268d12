import { KeyObject, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** What a certificate says. */
export interface Wish {
  /** Empty for a subject without a name. */
  readonly commonName: string;
  readonly use: 'server' | 'client';
  readonly dnsNames?: readonly string[];
  readonly addresses?: readonly string[];
  readonly validity: Validity;
}

export interface Validity {
  readonly from: Date;
  readonly to: Date;
}

/** A certificate and its private key (PKCS#8), both PEM. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority {
  readonly certificate: string;
  issue(wish: Wish): Promise<IssuedCertificate>;
}

/** Elliptic curves, because their keys are made in less than a millisecond. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const usages = { server: ExtendedKeyUsage.serverAuth, client: ExtendedKeyUsage.clientAuth };

/** A certificate authority that lives as long as the process: its key is never written anywhere. */
export const newAuthority = async (commonName: string, validity: Validity): Promise<Authority> => {
  const keys = await newKeys();
  const root = await X509CertificateGenerator.createSelfSigned({
    name: nameOf(commonName),
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: validity.from,
    notAfter: validity.to,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    certificate: root.toString('pem'),
    issue: async (wish) => {
      const own = await newKeys();
      const certificate = await X509CertificateGenerator.create({
        ...contentOf(wish),
        subject: nameOf(wish.commonName),
        issuer: root.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          ...(await extensionsOf(wish, own)),
          await AuthorityKeyIdentifierExtension.create(keys.publicKey),
        ],
      });
      return { certificate: certificate.toString('pem'), key: pemOf(own.privateKey) };
    },
  };
};

/** A certificate that nobody but its own key vouches for. */
export const selfSigned = async (wish: Wish): Promise<IssuedCertificate> => {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...contentOf(wish),
    name: nameOf(wish.commonName),
    keys,
    extensions: [...(await extensionsOf(wish, keys))],
  });
  return { certificate: certificate.toString('pem'), key: pemOf(keys.privateKey) };
};

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

const pemOf = (key: webcrypto.CryptoKey): string =>
  KeyObject.from(key).export({ format: 'pem', type: 'pkcs8' }).toString();

// Not as text, which would be parsed: a name may hold commas and equal signs.
const nameOf = (commonName: string) => (commonName === '' ? [] : [{ CN: [commonName] }]);

const contentOf = ({ validity }: Wish) => ({
  signingAlgorithm: ALGORITHM,
  notBefore: validity.from,
  notAfter: validity.to,
});

const extensionsOf = async (wish: Wish, keys: webcrypto.CryptoKeyPair): Promise<readonly Extension[]> => {
  const { dnsNames = [], addresses = [] } = wish;
  const names = [
    ...dnsNames.map((value) => ({ type: 'dns', value }) as const),
    ...addresses.map((value) => ({ type: 'ip', value }) as const),
  ];
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([usages[wish.use]]),
    await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)]),
  ];
};
