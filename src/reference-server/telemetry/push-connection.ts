import { type ChannelCredentials, credentials, Metadata } from '@grpc/grpc-js';
import type { PushFiles } from '../config/push-files.ts';

/** Where telemetry goes, and as whom. */
export interface PushConnection {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly files: PushFiles;
  readonly timeoutMs: number;
  /** The certificate of a collector over https is checked. */
  readonly checksCertificate: boolean;
  /** Headers that are secret are left out where the URL is http://. */
  readonly withholdsSecrets: boolean;
}

/** Whoever reads one of these may act as the server (RFC 6750, section 5.3: never without TLS). */
const SECRET_HEADER = /^(proxy-)?authorization$|^cookie$|key|token|secret|password|credential/;

export const isSecretHeader = (name: string): boolean => SECRET_HEADER.test(name);

const isInClear = ({ url }: PushConnection): boolean => /^http:/i.test(url);

/** The headers that may go this way, and the names of those that may not. */
export const sentHeaders = (
  connection: PushConnection,
): { readonly sent: Readonly<Record<string, string>>; readonly withheld: readonly string[] } => {
  const isWithheld = isInClear(connection) && connection.withholdsSecrets;
  const withheld = isWithheld ? Object.keys(connection.headers).filter(isSecretHeader) : [];
  const sent = Object.entries(connection.headers).filter(([name]) => !withheld.includes(name));
  return { sent: Object.fromEntries(sent), withheld };
};

/** What the exporters of the SDK are configured with. */
export const exporterConfig = (
  connection: PushConnection,
): {
  readonly url: string;
  readonly timeoutMillis: number;
  readonly metadata: Metadata;
  readonly credentials?: ChannelCredentials;
} => {
  const { url, files, timeoutMs } = connection;
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(sentHeaders(connection).sent)) metadata.set(name, value);
  return {
    url,
    timeoutMillis: timeoutMs,
    metadata,
    ...(isInClear(connection) ? {} : { credentials: tlsCredentials(files, connection.checksCertificate) }),
  };
};

const tlsCredentials = ({ ca, client }: PushFiles, rejectUnauthorized: boolean): ChannelCredentials =>
  credentials.createSsl(bytes(ca), bytes(client?.key), bytes(client?.cert), { rejectUnauthorized });

const bytes = (pem: string | undefined): Buffer | null => (pem === undefined ? null : Buffer.from(pem));

const HEADER_VARIABLES = [
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_METRICS_HEADERS',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
];

/**
 * The exporters of the SDK add the headers of these variables to what they are told, also those that were withheld. The
 * server has read them by itself, so they are taken away.
 */
export const forgetHeaderVariables = (env: NodeJS.ProcessEnv): void => {
  for (const name of HEADER_VARIABLES) delete env[name];
};
