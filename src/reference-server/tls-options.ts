import type { TlsOptions } from 'node:tls';
import type { TlsFiles } from './config/tls-files.ts';

/** A client has this long for its handshake; what comes before it costs the server nothing to refuse. */
const HANDSHAKE_LIMIT_MS = 10_000;

const common = ({ cert, key, ca }: TlsFiles): TlsOptions => ({
  cert,
  key,
  ...(ca === undefined ? {} : { ca }),
  minVersion: 'TLSv1.2',
  handshakeTimeout: HANDSHAKE_LIMIT_MS,
});

/** A bad certificate gets an answer, 401, and what needs no login needs no certificate. */
export const httpsOptions = (files: TlsFiles): TlsOptions => ({
  ...common(files),
  requestCert: files.ca !== undefined,
  rejectUnauthorized: false,
});

/** No connection without a good certificate. */
export const socketOptions = (files: TlsFiles): TlsOptions => ({
  ...common(files),
  requestCert: true,
  rejectUnauthorized: true,
  // A client that has sent its last request still reads the answers.
  allowHalfOpen: true,
});
