import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { ConfigError } from './error.ts';
import type { Config } from './settings.ts';
import { readText } from './text-file.ts';

/** What a TLS listener needs, as PEM. */
export interface TlsFiles {
  /** The certificate of the server, followed by those that vouch for it. */
  readonly cert: string;
  readonly key: string;
  /** The authorities of client certificates. */
  readonly ca: string | undefined;
}

type TlsConfig = Pick<
  Config,
  'tlsCertFile' | 'tlsKeyFile' | 'tlsChainFile' | 'clientsCaCertFile' | 'socketServerStart'
>;

/** @throws ConfigError when one of the settings asks for another that is missing */
export const requireTlsFiles = (config: TlsConfig): void => {
  const { tlsCertFile, tlsKeyFile, tlsChainFile, clientsCaCertFile, socketServerStart } = config;
  const demands: readonly (readonly [string, unknown, string, unknown])[] = [
    ['tls_cert_file', tlsCertFile, 'tls_key_file', tlsKeyFile],
    ['tls_key_file', tlsKeyFile, 'tls_cert_file', tlsCertFile],
    ['tls_chain_file', tlsChainFile, 'tls_cert_file', tlsCertFile],
    ['clients_ca_cert_file', clientsCaCertFile, 'tls_cert_file', tlsCertFile],
    ['socket_server_start', socketServerStart || undefined, 'tls_cert_file', tlsCertFile],
    ['socket_server_start', socketServerStart || undefined, 'clients_ca_cert_file', clientsCaCertFile],
  ];
  for (const [asking, given, needed, there] of demands) {
    if (given === undefined || there !== undefined) continue;
    throw new ConfigError(`${asking} is given without ${needed}: give both, or neither.`);
  }
};

/** Reads and checks the files; `undefined` when no certificate is named. @throws ConfigError with the remedy */
export const readTlsFiles = (
  { tlsCertFile, tlsKeyFile, tlsChainFile, clientsCaCertFile }: TlsConfig,
  readFile: (name: string) => string,
): TlsFiles | undefined => {
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return undefined;
  const certificates = (name: string, setting: string) =>
    checkedCertificates(name, setting, readText(name, `the file of ${setting}`, readFile));
  const own = certificates(tlsCertFile, 'tls_cert_file');
  const key = readText(tlsKeyFile, 'the file of tls_key_file', readFile);
  if (!own.first.checkPrivateKey(privateKeyOf(tlsKeyFile, key))) {
    throw new ConfigError(
      `The private key in ${tlsKeyFile} is not the one of the certificate in ${tlsCertFile}: give tls_key_file and tls_cert_file that were made together.`,
    );
  }
  const chain = tlsChainFile === undefined ? '' : certificates(tlsChainFile, 'tls_chain_file').pem;
  return {
    cert: `${own.pem}\n${chain}`,
    key,
    ca:
      clientsCaCertFile === undefined
        ? undefined
        : certificates(clientsCaCertFile, 'clients_ca_cert_file').pem,
  };
};

const checkedCertificates = (
  name: string,
  setting: string,
  pem: string,
): { readonly pem: string; readonly first: X509Certificate } => {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    const [first] = blocks.map((block) => new X509Certificate(block));
    if (first !== undefined) return { pem: blocks.join('\n'), first };
  } catch {
    // The sentence below says it.
  }
  throw new ConfigError(
    `The file ${name} holds no certificate that can be read: ${setting} must name a PEM file with BEGIN CERTIFICATE lines.`,
  );
};

const privateKeyOf = (name: string, pem: string): KeyObject => {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new ConfigError(
      `The file ${name} holds no private key that can be read: tls_key_file must name a PEM file with a private key that has no passphrase.`,
    );
  }
};
