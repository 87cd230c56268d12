import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StartRequest, Target, UrlWay } from './target.ts';

/** In the form this file has: TypeScript in the repository, JavaScript in the package. */
const MAIN = fileURLToPath(new URL(`../reference-server/main${extname(import.meta.url)}`, import.meta.url));

/** The reference KMS of this project, as a process of its own; `entry` is another program with its first arguments. */
export const referenceTarget = (entry: readonly string[] = [MAIN]): Target => ({
  name: 'reference',
  settleMs: 50,
  stopGraceMs: 5000,
  hsmModel: 'softhsm2',
  start(request) {
    const tokensFile = join(request.folder, 'tokens.toml');
    const configFile = join(request.folder, 'kms.toml');
    const { url } = request;
    const files = new Map([
      [
        tokensFile,
        [...request.tokens].map((pair) => pair.map((word) => JSON.stringify(word)).join(' = ')).join('\n'),
      ],
    ]);
    if (isInFile(url)) files.set(configFile, tomlOf(url));
    return {
      files,
      command: {
        program: process.execPath,
        args: [
          ...entry,
          ...(isInFile(url) ? ['--config', configFile] : []),
          ...['--hostname', '127.0.0.1', '--port', `${request.port}`],
          ...['--database-type', 'sqlite', '--sqlite-path', join(request.folder, 'store')],
          ...['--bearer-tokens-file', tokensFile],
          ...flagsOf(url),
          ...hsmFlags(request),
          ...tlsFlags(request),
          ...(request.keyEncryptionKey === undefined
            ? []
            : ['--key-encryption-key', request.keyEncryptionKey]),
          ...cacheFlags(request),
        ],
        env: {
          ...(request.intervalMs === undefined
            ? {}
            : { OTEL_METRIC_EXPORT_INTERVAL: `${request.intervalMs}` }),
          ...request.hsm?.env,
          ...environmentOf(url),
          ...(request.hsm === undefined ? {} : { KMS_HSM_PASSWORD: request.hsm.pin }),
        },
      },
    };
  },
});

type InFile = Extract<UrlWay, { readonly by: 'environment' | 'file' | 'everything' }>;

const isInFile = (url: UrlWay): url is InFile => url.by === 'file' || url.by === 'everything';

function flagsOf(url: UrlWay): readonly string[] {
  if (url.by === 'flag') return [url.flag, url.url];
  return url.by === 'everything' ? ['--otlp', url.url, '--enable-metering'] : [];
}

function environmentOf(url: UrlWay): Readonly<Record<string, string>> {
  if (url.by === 'environment') return { KMS_OTLP_URL: url.url };
  return url.by === 'everything' ? { KMS_OTLP_URL: url.url, KMS_ENABLE_METERING: 'true' } : {};
}

const tomlOf = ({ by, url }: InFile): string =>
  [
    '[logging]',
    `otlp = ${JSON.stringify(url)}`,
    ...(by === 'everything' ? ['enable_metering = true'] : []),
    '',
  ].join('\n');

const hsmFlags = ({ hsm }: StartRequest): readonly string[] =>
  hsm === undefined ? [] : ['--hsm-model', 'softhsm2', '--hsm-slot', `${hsm.slot}`, '--hsm-admin', '*'];

const tlsFlags = ({ tls }: StartRequest): readonly string[] =>
  tls === undefined
    ? []
    : [
        ...['--tls-cert-file', tls.certificateFile, '--tls-key-file', tls.keyFile],
        ...['--clients-ca-cert-file', tls.clientAuthorityFile],
        ...['--socket-server-start', '--socket-server-port', `${tls.socketPort}`],
      ];

const cacheFlags = ({ cache }: StartRequest): readonly string[] =>
  cache === undefined
    ? ['--disable-unwrapped-cache']
    : [
        ...['--unwrapped-cache-max-age', `${cache.idleSeconds / 60}`],
        ...['--unwrapped-cache-max-size', `${cache.maxEntries}`],
      ];
