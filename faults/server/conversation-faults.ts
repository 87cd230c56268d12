import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { LogStream } from '../../src/reference-server/log/logger.ts';
import { noSeams } from '../../src/reference-server/seams.ts';
import type { Store } from '../../src/reference-server/store/store.ts';
import type { PushConnection } from '../../src/reference-server/telemetry/push-connection.ts';
import type { PushFailure, RetryPolicy } from '../../src/reference-server/telemetry/retry-policy.ts';
import type { PlantedProcess, ServerFault } from '../fault.ts';
import { bentExporter } from './bent-exporter.ts';

type Strike = PlantedProcess['hasStruck'];
type Export = PushMetricExporter['export'];
type Result = Parameters<Parameters<Export>[1]>[0];

interface Row {
  readonly id: string;
  readonly of?: string;
  readonly words: string;
  readonly expects: string;
}

/** When an export is sent again: another answer than the policy's own, or the same where it gives none. */
const retrying = (
  row: Row,
  bend: (failure: PushFailure, attempts: number, own: number | undefined) => number | undefined,
): ServerFault => ({
  ...row,
  plant: ({ hasStruck }) => ({
    retryPolicy:
      (policy: RetryPolicy): RetryPolicy =>
      (failure, attempts) => {
        const own = policy(failure, attempts);
        const bent = bend(failure, attempts, own);
        if (bent !== own) hasStruck();
        return bent;
      },
  }),
});

/** Where telemetry goes, and as whom. */
const connecting = (row: Row, bend: (connection: PushConnection) => PushConnection): ServerFault => ({
  ...row,
  plant: ({ hasStruck }) => ({
    pushConnection: (connection: PushConnection) => {
      hasStruck();
      return bend(connection);
    },
  }),
});

/** How the exporter sends. */
const sending = (row: Row, bend: (send: Export, strike: Strike) => Export): ServerFault => ({
  ...row,
  plant: ({ hasStruck }) => ({
    metricExporter: (exporter: PushMetricExporter) => bentExporter(exporter, (send) => bend(send, hasStruck)),
  }),
});

const SUCCESS: Result = { code: 0 };

const codeOf = ({ error }: Result): unknown => (error as { readonly code?: unknown } | undefined)?.code;

/** After a failure with this code nothing is sent any more. */
const goneAfter = (row: Row, code: number): ServerFault =>
  sending(row, (send, strike) => {
    let gone = false;
    return (metrics, done) => {
      if (gone) return done(SUCCESS);
      send(metrics, (result) => {
        if (codeOf(result) === code) {
          gone = true;
          strike();
        }
        done(result);
      });
    };
  });

const RESOURCE_EXHAUSTED = 8;
const UNAVAILABLE = 14;
const SOON_MS = 50;

/** After a failed handshake the exports go where nobody can be mistaken: to the same place in clear text. */
const fallsBack = (row: Row): ServerFault => ({
  ...row,
  plant: ({ hasStruck }) => {
    let inClear: PushMetricExporter | undefined;
    return {
      pushConnection: (connection: PushConnection) => {
        inClear ??= new OTLPMetricExporter({ url: connection.url.replace('https:', 'http:') });
        return connection;
      },
      metricExporter: (exporter: PushMetricExporter) =>
        bentExporter(
          exporter,
          (send) => (metrics: ResourceMetrics, done) =>
            send(metrics, (result) => {
              if (result.code === SUCCESS.code || inClear === undefined) return done(result);
              hasStruck();
              inClear.export(metrics, () => done(result));
            }),
        ),
    };
  },
});

const silent = (row: Row, about: RegExp): ServerFault => ({
  ...row,
  plant: ({ hasStruck }) => {
    const log: LogStream = {
      write: (line) => {
        if (about.test(line)) hasStruck();
        else noSeams.log.write(line);
      },
    };
    return { log };
  },
});

/** Asks for the certificate of somebody else, and takes any that is good. */
const asksForAnother = (row: Row): ServerFault => ({
  ...row,
  plant: ({ hasStruck }) => {
    const connect = tls.connect.bind(tls) as (
      options: tls.ConnectionOptions,
      done?: () => void,
    ) => tls.TLSSocket;
    tls.connect = ((options: tls.ConnectionOptions, done?: () => void) => {
      hasStruck();
      const other = { servername: 'collector.example', checkServerIdentity: () => undefined };
      return connect({ ...options, ...other }, done);
    }) as typeof tls.connect;
    return {};
  },
});

const OUT_OF_TIME = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

/** Takes a certificate that is good but for its time. */
const takesTheExpired = (row: Row): ServerFault => ({
  ...row,
  plant: ({ hasStruck }) => {
    const connect = tls.connect.bind(tls) as (
      options: tls.ConnectionOptions,
      done?: () => void,
    ) => tls.TLSSocket;
    tls.connect = ((options: tls.ConnectionOptions, done?: () => void) => {
      const socket = connect({ ...options, rejectUnauthorized: false }, () => {
        if (OUT_OF_TIME.includes(String(socket.authorizationError))) {
          hasStruck();
          socket.authorized = true;
        }
        if (!socket.authorized) socket.destroy(new Error(`certificate: ${socket.authorizationError}`));
        done?.();
      });
      return socket;
    }) as typeof tls.connect;
    return {};
  },
});

/** The bearer tokens that the server was told, in hexadecimal. */
const tokensIn = ({ args }: PlantedProcess): string =>
  readFileSync(args[args.indexOf('--bearer-tokens-file') + 1] ?? '').toString('hex');

/** What is kept is logged as well. */
const keepsNoSecret = (row: Row): ServerFault => ({
  ...row,
  plant: ({ hasStruck }) => ({
    store: (store: Store): Store => ({
      ...store,
      create: (object) => {
        hasStruck();
        noSeams.log.write(`${JSON.stringify(object, inBase64)}\n`);
        return store.create(object);
      },
    }),
  }),
});

const inBase64 = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return `${value}`;
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
};

/** Defects of the conversation with the collector. */
export const conversationFaults: readonly ServerFault[] = [
  retrying(
    { id: 'never-retries', words: 'what may be sent again is dropped', expects: 'push/retry' },
    () => undefined,
  ),
  retrying(
    { id: 'retries-final', of: 'TRN-08', words: 'every refusal is tried again', expects: 'push/no-retry' },
    (_, attempts, own) => own ?? (attempts < 2 ? SOON_MS : undefined),
  ),
  sending(
    {
      id: 'retries-partial-success',
      of: 'TRN-13',
      words: 'what the collector has taken is sent once more',
      expects: 'push/partial-success',
    },
    (send, strike) => (metrics, done) =>
      send(metrics, (result) => {
        if (result.code !== SUCCESS.code) return done(result);
        strike();
        send(metrics, done);
      }),
  ),
  retrying(
    {
      id: 'retries-without-retry-info',
      of: 'TRN-09',
      words: 'RESOURCE_EXHAUSTED is retried whatever comes with it',
      expects: 'push/retry-info',
    },
    ({ code }, attempts, own) => own ?? (code === RESOURCE_EXHAUSTED && attempts < 2 ? SOON_MS : undefined),
  ),
  retrying(
    {
      id: 'retry-info-ignored',
      of: 'TRN-09',
      words: 'the pause that RetryInfo asks for is not kept',
      expects: 'push/retry-info',
    },
    ({ retryAfterMs }, _, own) => (own !== undefined && retryAfterMs !== undefined ? SOON_MS : own),
  ),
  retrying(
    { id: 'no-back-off', of: 'TRN-11', words: 'pauses do not grow', expects: 'push/back-off' },
    (_, _attempts, own) => (own === undefined ? undefined : SOON_MS),
  ),
  retrying(
    { id: 'no-jitter', of: 'TRN-11', words: 'pauses are the same each time', expects: 'push/back-off' },
    (_, attempts, own) => (own === undefined ? undefined : 10 * SOON_MS * attempts),
  ),
  sending(
    {
      id: 'exports-overlap',
      of: 'CAD-07',
      words: 'a slow collector is sent the next export beside the first',
      expects: 'push/one-at-a-time',
    },
    (send, strike) => (metrics, done) => {
      strike();
      send(metrics, () => undefined);
      done(SUCCESS);
    },
  ),
  connecting(
    { id: 'no-deadline', of: 'TRN-16', words: 'an export waits for ten minutes', expects: 'push/deadline' },
    (connection) => ({ ...connection, timeoutMs: 600_000 }),
  ),
  goneAfter(
    {
      id: 'gone-after-reset',
      of: 'TRN-19',
      words: 'after a connection that was reset nothing is pushed any more',
      expects: 'push/reconnect',
    },
    UNAVAILABLE,
  ),
  goneAfter(
    {
      id: 'gone-after-oversize',
      words: 'after an answer that is too big nothing is pushed any more',
      expects: 'push/oversize',
    },
    RESOURCE_EXHAUSTED,
  ),
  silent(
    { id: 'failures-unlogged', of: 'TRN-14', words: 'failed pushes are in no log', expects: 'push/log' },
    /telemetry push failed/,
  ),
  silent(
    {
      id: 'partial-success-unlogged',
      of: 'TRN-14',
      words: 'partial success is in no log',
      expects: 'push/log',
    },
    /Partial Success/,
  ),
  connecting(
    {
      id: 'https-in-clear',
      of: 'TLS-01',
      words: 'an https URL is pushed to in clear text',
      expects: 'push/tls',
    },
    (connection) => ({ ...connection, url: connection.url.replace('https:', 'http:') }),
  ),
  connecting(
    { id: 'authority-ignored', of: 'TLS-12', words: 'the CA file is ignored', expects: 'push/tls' },
    (connection) => ({ ...connection, files: { ...connection.files, ca: undefined } }),
  ),
  asksForAnother({
    ...{ id: 'wrong-server-name', of: 'TLS-08', words: 'TLS asks for the certificate of another host' },
    expects: 'push/tls',
  }),
  fallsBack({
    id: 'falls-back-to-clear-text',
    of: 'TLS-07',
    words: 'after a failed handshake the export goes in clear text',
    expects: 'push/no-clear-text',
  }),
  connecting(
    {
      id: 'trusts-anybody',
      of: 'TLS-03',
      words: 'no certificate of a collector is checked',
      expects: 'push/untrusted',
    },
    (connection) => ({ ...connection, checksCertificate: false }),
  ),
  takesTheExpired({
    id: 'takes-the-expired',
    of: 'TLS-05',
    words: 'a certificate is good before and after its time',
    expects: 'push/untrusted',
  }),
  sending(
    {
      id: 'dies-when-refused',
      of: 'HAR-11',
      words: 'a server that cannot push ends',
      expects: 'push/untrusted',
    },
    (send, strike) => (metrics, done) =>
      send(metrics, (result) => {
        if (result.code === SUCCESS.code) return done(result);
        strike();
        process.kill(process.pid, 'SIGKILL');
      }),
  ),
  sending(
    {
      id: 'errors-as-successes-of-push',
      of: 'TRN-21',
      words: 'an error without a body is taken for a success',
      expects: 'push/log',
    },
    (send, strike) => (metrics, done) =>
      send(metrics, (result) => {
        if (result.code !== SUCCESS.code) strike();
        done(SUCCESS);
      }),
  ),
  connecting(
    {
      id: 'client-certificate-ignored',
      of: 'TLS-11',
      words: 'the client certificate is not shown',
      expects: 'push/client-certificate',
    },
    (connection) => ({ ...connection, files: { ...connection.files, client: undefined } }),
  ),
  connecting(
    { id: 'headers-lost', of: 'TRN-25', words: 'configured headers are not sent', expects: 'push/headers' },
    (connection) => ({ ...connection, headers: {} }),
  ),
  connecting(
    {
      id: 'secret-headers-in-clear',
      of: 'TLS-13',
      words: 'authorization goes over http',
      expects: 'push/secret-headers',
    },
    (connection) => ({ ...connection, withholdsSecrets: false }),
  ),
  {
    ...{
      id: 'tokens-in-headers',
      of: 'CON-02',
      words: 'bearer tokens go along with each push',
      expects: 'secrets/telemetry',
    },
    plant: (planted) => ({
      pushConnection: (connection: PushConnection) => {
        planted.hasStruck();
        return { ...connection, headers: { ...connection.headers, 'x-debug': tokensIn(planted) } };
      },
    }),
  },
  keepsNoSecret({
    id: 'objects-logged',
    words: 'objects are logged as they are kept',
    expects: 'secrets/log',
  }),
];
