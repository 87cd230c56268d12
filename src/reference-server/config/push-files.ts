import { createPrivateKey, X509Certificate } from 'node:crypto';
import { ConfigError } from './error.ts';
import type { Config } from './settings.ts';
import { readText } from './text-file.ts';

/** What a push over https needs, as PEM. */
export interface PushFiles {
  readonly ca: string | undefined;
  readonly client: { readonly cert: string; readonly key: string } | undefined;
}

type PushConfig = Pick<Config, 'otlpCaCertFile' | 'otlpClientCertFile' | 'otlpClientKeyFile'>;

/** Reads and checks the files for the push. @throws ConfigError with the remedy */
export const readPushFiles = (
  { otlpCaCertFile, otlpClientCertFile, otlpClientKeyFile }: PushConfig,
  readFile: (name: string) => string,
): PushFiles => {
  if ((otlpClientCertFile === undefined) !== (otlpClientKeyFile === undefined)) {
    throw new ConfigError(
      'otlp_client_cert_file and otlp_client_key_file belong together: give both, or neither.',
    );
  }
  return {
    ca:
      otlpCaCertFile === undefined ? undefined : certificateIn(otlpCaCertFile, 'otlp_ca_cert_file', readFile),
    client:
      otlpClientCertFile === undefined || otlpClientKeyFile === undefined
        ? undefined
        : {
            cert: certificateIn(otlpClientCertFile, 'otlp_client_cert_file', readFile),
            key: keyIn(otlpClientKeyFile, readFile),
          },
  };
};

const certificateIn = (name: string, setting: string, readFile: (name: string) => string): string => {
  const pem = readText(name, `the file of ${setting}`, readFile);
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    throw new ConfigError(
      `The file ${name} holds no certificate that can be read: ${setting} must name a PEM file with BEGIN CERTIFICATE lines.`,
    );
  }
};

const keyIn = (name: string, readFile: (name: string) => string): string => {
  const pem = readText(name, 'the file of otlp_client_key_file', readFile);
  try {
    createPrivateKey(pem);
    return pem;
  } catch {
    throw new ConfigError(
      `The file ${name} holds no private key that can be read: otlp_client_key_file must name a PEM file with a private key that has no passphrase.`,
    );
  }
};
