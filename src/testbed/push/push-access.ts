import type { CertificateVariant } from '../../otlp/script/step.ts';
import type { ServerCertificates } from '../../otlp/tls-terminator.ts';
import { createCertificates } from '../certificates/certificates.ts';
import { keepSecret } from '../secrets.ts';

/** How the push of an instance is to be, where it differs from one in clear text without any proof. */
export interface PushWish {
  /** The collector takes TLS only, and the KMS is told whose certificate to trust. */
  readonly overTls?: boolean;
  /** The KMS is told a certificate to show, and the collector lets nobody in without one. */
  readonly withClientCertificate?: boolean;
  /** Sent with each push. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What one attempt to push may take, milliseconds. */
  readonly timeoutMs?: number;
}

/** What the target is told of it. Files are PEM. */
export interface PushAccess {
  readonly authorityFile: string | undefined;
  readonly client: { readonly certificateFile: string; readonly keyFile: string } | undefined;
  /** As OTEL_EXPORTER_OTLP_HEADERS has them: name=value,name=value, percent-encoded. */
  readonly headers: string | undefined;
  readonly timeoutMs: number | undefined;
}

export interface PreparedPush {
  readonly access: PushAccess;
  /** What the collector shows; undefined = it takes clear text. */
  readonly tls: ServerCertificates | undefined;
}

/** Common name in the certificate that the KMS is told to show. */
export const PUSHING_CLIENT = 'kms-that-pushes';

/**
 * Makes what a push over TLS needs, in a folder of the instance's own.
 * @param host by which the KMS reaches the collector
 */
export async function preparePush(folder: string, wish: PushWish, host: string): Promise<PreparedPush> {
  const { overTls = false, withClientCertificate = false, headers, timeoutMs } = wish;
  for (const value of Object.values(headers ?? {})) keepSecret(value);
  const plain = { headers: headers === undefined ? undefined : headerList(headers), timeoutMs };
  if (!overTls) return { access: { ...plain, authorityFile: undefined, client: undefined }, tls: undefined };
  const made = await createCertificates(folder, Date.now(), host);
  const { authority, server, badServers } = made;
  return {
    access: {
      ...plain,
      authorityFile: authority.certificateFile,
      client: withClientCertificate ? await made.client(PUSHING_CLIENT) : undefined,
    },
    tls: {
      good: server,
      bad: {
        expired: badServers.expired,
        'not-yet-valid': badServers.notYetValid,
        'unknown-authority': badServers.unknownAuthority,
        'self-signed': badServers.selfSigned,
        'wrong-host': badServers.wrongHost,
      } satisfies Record<Exclude<CertificateVariant, 'client-demanded'>, unknown>,
      clientAuthority: authority.certificate,
      demandsClient: withClientCertificate,
    },
  };
}

export const headerList = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join(',');
