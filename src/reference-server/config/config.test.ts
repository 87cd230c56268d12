import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ConfigSources, readConfig } from './config.ts';
import { ConfigError } from './error.ts';
import { type Config, type Setting, settings } from './settings.ts';

const read = async (sources: Partial<ConfigSources> & { readonly toml?: string }) =>
  readConfig({ args: [], env: {}, readFile: () => sources.toml ?? '', version: '1.2.3', ...sources });

const config = async (sources: Parameters<typeof read>[0]): Promise<Config> => {
  const request = await read(sources);
  assert.equal(request.ask, 'run');
  return request.config;
};

const file = ['-c', 'kms.toml'];

describe('spellings', () => {
  const spellings: readonly [string, Parameters<typeof read>[0], Partial<Config>][] = [
    ['file', { args: file, toml: '[logging]\notlp = "http://a:1"' }, { otlpUrl: 'http://a:1' }],
    [
      'file named by KMS_CONF',
      { env: { KMS_CONF: 'x' }, toml: 'default_username = "eve"' },
      { defaultUsername: 'eve' },
    ],
    ['environment', { env: { KMS_OTLP_URL: 'http://a:1' } }, { otlpUrl: 'http://a:1' }],
    ['--otlp', { args: ['--otlp', 'http://a:1'] }, { otlpUrl: 'http://a:1' }],
    ['--otlp-url', { args: ['--otlp-url', 'https://a:1'] }, { otlpUrl: 'https://a:1' }],
    ['--enable-metering', { args: ['--enable-metering'] }, { enableMetering: true }],
    ['--enable-metering with a value', { args: ['--enable-metering', 'false'] }, { enableMetering: false }],
    ['KMS_ENABLE_METERING', { env: { KMS_ENABLE_METERING: 'true' } }, { enableMetering: true }],
    [
      '[logging] enable_metering',
      { args: file, toml: 'logging.enable_metering = true' },
      { enableMetering: true },
    ],
    ['--log-level', { args: ['--log-level', 'debug'] }, { logLevel: 'debug' }],
    ['--rust-log', { args: ['--rust-log', 'warn'] }, { logLevel: 'warn' }],
    ['--sqlite-path', { args: ['--database-type', 'sqlite', '--sqlite-path', '/d'] }, { sqlitePath: '/d' }],
    ['port 0', { args: ['--port', '0'] }, { port: 0 }],
    [
      'a fraction of a minute',
      { args: ['--unwrapped-cache-max-age', '0.0005'] },
      { unwrappedCacheMaxAgeMinutes: 0.0005 },
    ],
    [
      'repeated flags',
      { args: ['--hsm-slot', '1', '--hsm-slot', '2', '--hsm-password', 'a', '--hsm-password', 'b'] },
      { hsmSlots: [1, 2], hsmPasswords: ['a', 'b'] },
    ],
    [
      'lists in the environment',
      { env: { KMS_HSM_SLOT: '1,2', KMS_HSM_PASSWORD: 'a,b' } },
      { hsmSlots: [1, 2] },
    ],
    ['lists in the file', { args: file, toml: 'hsm_slot = [7]\nhsm_password = ["x"]' }, { hsmSlots: [7] }],
    ['interval', { env: { OTEL_METRIC_EXPORT_INTERVAL: '100' } }, { metricExportIntervalMs: 100 }],
    ['--api-token-id', { args: ['--api-token-id', 'k'] }, { apiTokenId: 'k' }],
    ['KMS_API_TOKEN', { env: { KMS_API_TOKEN: 'k' } }, { apiTokenId: 'k' }],
    ['[http] api_token_id', { args: file, toml: 'http.api_token_id = "k"' }, { apiTokenId: 'k' }],
    ['--max-connections', { args: ['--max-connections', '9'] }, { maxConnections: 9 }],
    ['KMS_MAX_CONNECTIONS', { env: { KMS_MAX_CONNECTIONS: '9' } }, { maxConnections: 9 }],
    ['[http] max_connections', { args: file, toml: 'http.max_connections = 9' }, { maxConnections: 9 }],
    ['a variable set to nothing', { env: { KMS_PORT: '' } }, { port: 9998 }],
  ];
  for (const [name, sources, expected] of spellings) {
    test(name, async () => assert.partialDeepStrictEqual(await config(sources), expected));
  }
});

test('a flag wins over the environment, the environment over the file', async () => {
  const toml = '[http]\nport = 1\nhostname = "file"\n[db]\nsqlite_path = "file"';
  const env = { KMS_PORT: '2', KMS_HOSTNAME: 'environment' };
  const { port, hostname, sqlitePath } = await config({ args: [...file, '--port', '3'], env, toml });
  assert.deepEqual({ port, hostname, sqlitePath }, { port: 3, hostname: 'environment', sqlitePath: 'file' });
});

describe('refusals name the place and the rule', () => {
  const refusals: readonly [string, Parameters<typeof read>[0], RegExp][] = [
    [
      'unknown key',
      { args: file, toml: '\n[logging]\notpl = "x"' },
      /^Unknown key logging\.otpl in kms\.toml:3\. .*logging\.otlp/,
    ],
    [
      'bad value in the file',
      { args: file, toml: '[http]\nport = 70000' },
      /^http\.port in kms\.toml:2 .*from 0 to 65535\.$/,
    ],
    ['bad TOML', { args: file, toml: 'a = 1\nb = \n' }, /^kms\.toml:2 is not TOML: /],
    ['bad value of a flag', { args: ['--port', 'x'] }, /^--port is "x".* whole number/],
    ['bad value in the environment', { env: { KMS_PORT: '-1' } }, /^KMS_PORT is "-1"/],
    ['a value that is overruled', { args: ['--port', '1'], env: { KMS_PORT: 'x' } }, /^KMS_PORT/],
    [
      'other database',
      { args: ['--database-type', 'mysql'] },
      /^--database-type is "mysql", but must be "sqlite"\.$/,
    ],
    ['no connection at all', { args: ['--max-connections', '0'] }, /^--max-connections is "0".* from 1 to/],
    ['other scheme', { args: ['--otlp', 'grpc://x:1'] }, /http:\/\/ or https:\/\//],
    ['user information of a bad URL', { args: ['--otlp', 'ftp://me:secret@x'] }, /^(?!.*secret)/],
    ['interval below the floor', { env: { OTEL_METRIC_EXPORT_INTERVAL: '49' } }, /from 50 to/],
    ['unknown flag', { args: ['--otpl', 'x'] }, /^Unknown option '--otpl'.*--otlp/],
    ['missing value', { args: ['--port'] }, /argument missing/],
    ['argument without a flag', { args: ['x'] }, /Too many arguments/],
    ['PINs that do not match the slots', { args: ['--hsm-slot', '1'] }, /one PIN for each slot/],
    [
      'a bad PIN is not shown',
      { args: ['--hsm-slot', '1', '--hsm-password', ''] },
      /^--hsm-password must be/,
    ],
  ];
  for (const [name, sources, sentence] of refusals) {
    test(name, async () => {
      await assert.rejects(read(sources), (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, sentence);
        assert.equal(error.message.includes('\n'), false);
        return true;
      });
    });
  }

  test('a file that cannot be read', async () => {
    const readFile = (): string => {
      throw new Error('ENOENT: no such file');
    };
    await assert.rejects(
      read({ args: file, readFile }),
      /^ConfigError: Cannot read the settings file kms\.toml: ENOENT/,
    );
  });
});

test('--help tells every spelling of every setting', async () => {
  const help = await read({ args: ['--help'] });
  assert.equal(help.ask, 'help');
  for (const row of Object.values<Setting<unknown>>(settings)) {
    for (const spelling of [...row.flags, ...row.env]) assert.ok(help.print.includes(spelling), spelling);
  }
});

test('--version prints the version', async () => {
  assert.deepEqual(await read({ args: ['--version'] }), { ask: 'version', print: '1.2.3\n' });
});
