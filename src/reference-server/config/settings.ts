import { listOf, oneOf, onOff, otlpUrl, positiveNumber, text, wholeNumber } from './kinds.ts';
import { pushSettings } from './push-settings.ts';
import { optional, type Setting, setting } from './setting.ts';
import { tlsSettings } from './tls-settings.ts';

export type { Setting } from './setting.ts';

const LARGEST_SLOT = 0xffff_ffff;
/** Below this, exports of the OpenTelemetry SDK run into their own time-out (measured: facts on the Node stack). */
const SHORTEST_EXPORT_INTERVAL_MS = 50;

export const settings = {
  otlpUrl: optional({
    flags: ['--otlp', '--otlp-url'],
    env: ['KMS_OTLP_URL'],
    toml: ['logging.otlp'],
    kind: otlpUrl,
    help: 'OTLP/gRPC endpoint; setting it switches metrics and traces on',
  }),
  enableMetering: setting({
    flags: ['--enable-metering'],
    env: ['KMS_ENABLE_METERING'],
    toml: ['logging.enable_metering'],
    kind: onOff,
    default: false,
    help: 'accepted and without effect: the OTLP endpoint alone switches metrics on',
  }),
  metricExportIntervalMs: setting({
    flags: [],
    env: ['OTEL_METRIC_EXPORT_INTERVAL'],
    toml: [],
    kind: wholeNumber('ms', SHORTEST_EXPORT_INTERVAL_MS, 86_400_000),
    default: 30_000,
    help: 'milliseconds between two pushes of the metrics',
  }),
  ...pushSettings,
  environment: setting({
    flags: ['--environment'],
    env: ['KMS_ENVIRONMENT'],
    toml: ['logging.environment'],
    kind: text('name'),
    default: 'development',
    help: 'resource attribute deployment.environment.name',
  }),
  logLevel: setting({
    flags: ['--log-level', '--rust-log'],
    env: ['KMS_LOG_LEVEL', 'KMS_RUST_LOG'],
    toml: ['logging.log_level', 'logging.rust_log'],
    kind: oneOf('debug', 'info', 'warn', 'error'),
    default: 'info',
    help: 'least severe log line that is written; debug names every OTLP push',
  }),
  databaseType: setting({
    flags: ['--database-type'],
    env: ['KMS_DATABASE_TYPE'],
    toml: ['db.database_type'],
    kind: oneOf('sqlite'),
    default: 'sqlite',
    help: 'kind of database',
  }),
  sqlitePath: setting({
    flags: ['--sqlite-path'],
    env: ['KMS_SQLITE_PATH'],
    toml: ['db.sqlite_path'],
    kind: text('folder'),
    default: './sqlite-data',
    help: 'folder of the database; made when it does not exist',
  }),
  unwrappedCacheMaxAgeMinutes: setting({
    flags: ['--unwrapped-cache-max-age'],
    env: ['KMS_UNWRAPPED_CACHE_MAX_AGE'],
    toml: ['db.unwrapped_cache_max_age'],
    kind: positiveNumber('minutes'),
    default: 15,
    help: 'minutes after which an unused unwrapped object leaves the cache',
  }),
  unwrappedCacheMaxSize: setting({
    flags: ['--unwrapped-cache-max-size'],
    env: ['KMS_UNWRAPPED_CACHE_MAX_SIZE'],
    toml: ['db.unwrapped_cache_max_size'],
    kind: wholeNumber('count', 1, 1_000_000),
    default: 1000,
    help: 'most unwrapped objects that are kept in the cache',
  }),
  disableUnwrappedCache: setting({
    flags: ['--disable-unwrapped-cache'],
    env: ['KMS_DISABLE_UNWRAPPED_CACHE'],
    toml: ['db.disable_unwrapped_cache'],
    kind: onOff,
    default: false,
    help: 'unwrap on every use',
  }),
  hostname: setting({
    flags: ['--hostname'],
    env: ['KMS_HOSTNAME'],
    toml: ['http.hostname'],
    kind: text('address'),
    default: '127.0.0.1',
    help: 'address to listen on; 0.0.0.0 opens the server to the network',
  }),
  port: setting({
    flags: ['--port'],
    env: ['KMS_PORT'],
    toml: ['http.port'],
    kind: wholeNumber('port', 0, 65_535),
    default: 9998,
    help: 'port to listen on; 0 takes a free one, the log line "listening" names it',
  }),
  maxConnections: setting({
    flags: ['--max-connections'],
    env: ['KMS_MAX_CONNECTIONS'],
    toml: ['http.max_connections'],
    kind: wholeNumber('count', 1, 1_000_000),
    default: 4096,
    help: 'most connections that are open at once on a port; who comes then is turned away',
  }),
  ...tlsSettings,
  bearerTokensFile: optional({
    flags: ['--bearer-tokens-file'],
    env: ['KMS_BEARER_TOKENS_FILE'],
    toml: ['http.bearer_tokens_file'],
    kind: text('file'),
    help: 'TOML file of lines "token" = "user"; with it, requests without a known token get 401',
  }),
  apiTokenId: optional({
    flags: ['--api-token-id'],
    env: ['KMS_API_TOKEN'],
    toml: ['http.api_token_id'],
    kind: text('uid'),
    help: 'identifier of an active symmetric key, read at the start: in Base64 it is a bearer token of the default user',
  }),
  defaultUsername: setting({
    flags: ['--default-username'],
    env: ['KMS_DEFAULT_USERNAME'],
    toml: ['default_username'],
    kind: text('user'),
    default: 'admin',
    help: 'who a request acts as when nobody has to log in',
  }),
  keyEncryptionKey: optional({
    flags: ['--key-encryption-key'],
    env: ['KMS_KEY_ENCRYPTION_KEY'],
    toml: ['key_encryption_key'],
    kind: text('uid'),
    help: 'identifier of the key that wraps every new object; may be an hsm:: identifier',
  }),
  hsmModel: setting({
    flags: ['--hsm-model'],
    env: ['KMS_HSM_MODEL'],
    toml: ['hsm_model'],
    kind: oneOf('softhsm2', 'other'),
    default: 'softhsm2',
    help: 'model of the hardware security module',
  }),
  hsmLibrary: setting({
    flags: ['--hsm-library'],
    env: ['KMS_HSM_LIBRARY', 'SOFTHSM2_PKCS11_LIB'],
    toml: ['hsm_library'],
    kind: text('file'),
    default: '/usr/lib/softhsm/libsofthsm2.so',
    help: 'PKCS#11 library of the module',
  }),
  hsmSlots: setting<readonly number[]>({
    flags: ['--hsm-slot'],
    env: ['KMS_HSM_SLOT'],
    toml: ['hsm_slot'],
    kind: listOf(wholeNumber('number', 0, LARGEST_SLOT)),
    default: [],
    help: 'slot to open; the module is used only when a slot is named',
  }),
  hsmPasswords: setting<readonly string[]>({
    flags: ['--hsm-password'],
    env: ['KMS_HSM_PASSWORD'],
    toml: ['hsm_password'],
    kind: listOf(text('pin')),
    default: [],
    help: 'PIN of the slot, one for each slot in the same order',
    secret: true,
  }),
  hsmAdmins: setting<readonly string[]>({
    flags: ['--hsm-admin'],
    env: ['KMS_HSM_ADMIN'],
    toml: ['hsm_admin'],
    kind: listOf(text('user')),
    default: ['admin'],
    help: 'who may create, destroy and share keys in the module; * is everybody',
  }),
};

/** Every setting with its value in force. */
export type Config = {
  readonly [K in keyof typeof settings]: (typeof settings)[K] extends Setting<infer T> ? T : never;
};
