import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { createCertificates } from '../../testbed/certificates/certificates.ts';
import { readConfig } from './config.ts';
import { ConfigError } from './error.ts';
import { readTlsFiles } from './tls-files.ts';

const folder = await mkdtemp(join(tmpdir(), 'tls-files-'));
after(() => rm(folder, { recursive: true }));
const made = await createCertificates(folder);
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const files: Readonly<Record<string, string>> = {
  cert: `Some words before it.\n${made.server.certificate}`,
  key: made.server.key,
  other: made.badServers.selfSigned.key,
  ca: made.authority.certificate,
  broken: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
  locked: privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString(),
  empty: '',
};
const readFile = (name: string): string => {
  const content = files[name];
  if (content === undefined) throw new Error('ENOENT: no such file or directory');
  return content;
};

const flags = (given: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
const read = async (given: Readonly<Record<string, string>>) => {
  const request = await readConfig({ args: flags(given), env: {}, readFile, version: '1' });
  assert.equal(request.ask, 'run');
  return readTlsFiles(request.config, readFile);
};

const GOOD = { 'tls-cert-file': 'cert', 'tls-key-file': 'key' };

test('without a certificate there is no TLS', async () => assert.equal(await read({}), undefined));

test('the certificate of the server comes first, then its chain; clients have authorities of their own', async () => {
  const tls = await read({ ...GOOD, 'tls-chain-file': 'ca', 'clients-ca-cert-file': 'ca' });
  const blocks = tls?.cert.match(/-----BEGIN[^-]*-----[^-]*-----END[^-]*-----/g);
  assert.deepEqual(blocks, [made.server.certificate, made.authority.certificate]);
  assert.deepEqual([tls?.key, tls?.ca], [made.server.key, made.authority.certificate]);
  assert.equal((await read(GOOD))?.ca, undefined);
});

describe('refusals are one sentence with the remedy', () => {
  const refusals: readonly [string, Readonly<Record<string, string>>, RegExp][] = [
    ['a certificate alone', { 'tls-cert-file': 'cert' }, /^tls_cert_file is given without tls_key_file: /],
    ['a key alone', { 'tls-key-file': 'key' }, /^tls_key_file is given without tls_cert_file: /],
    ['a chain alone', { 'tls-chain-file': 'ca' }, /^tls_chain_file is given without tls_cert_file: /],
    [
      'an authority alone',
      { 'clients-ca-cert-file': 'ca' },
      /^clients_ca_cert_file is given without tls_cert/,
    ],
    [
      'a socket without TLS',
      { 'socket-server-start': 'true' },
      /^socket_server_start .* without tls_cert_file/,
    ],
    [
      'a socket whose clients nobody vouches for',
      { ...GOOD, 'socket-server-start': 'true' },
      /^socket_server_start is given without clients_ca_cert_file: /,
    ],
    [
      'no such file',
      { ...GOOD, 'tls-key-file': 'gone' },
      /^Cannot read the file of tls_key_file gone: ENOENT/,
    ],
    [
      'key of another',
      { ...GOOD, 'tls-key-file': 'other' },
      /^The private key in other is not .* in cert: give/,
    ],
    [
      'key that is none',
      { ...GOOD, 'tls-key-file': 'cert' },
      /^The file cert holds no private key .*tls_key_file/,
    ],
    ['key with passphrase', { ...GOOD, 'tls-key-file': 'locked' }, /^The file locked .* no passphrase\.$/],
    ['certificate that is none', { ...GOOD, 'tls-cert-file': 'key' }, /^The file key holds no certificate/],
    ['broken certificate', { ...GOOD, 'tls-cert-file': 'broken' }, /^The file broken holds no certificate/],
    ['broken chain', { ...GOOD, 'tls-chain-file': 'broken' }, /^The file broken .* tls_chain_file must name/],
    [
      'empty authorities',
      { ...GOOD, 'clients-ca-cert-file': 'empty' },
      /^The file empty .* clients_ca_cert_file/,
    ],
  ];
  for (const [name, given, sentence] of refusals) {
    test(name, async () => {
      await assert.rejects(read(given), (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, sentence);
        assert.equal(/[\n]|PRIVATE/.test(error.message), false);
        return true;
      });
    });
  }
});

test('every spelling', async () => {
  const env = {
    KMS_TLS_CERT_FILE: 'a',
    KMS_TLS_KEY_FILE: 'b',
    KMS_TLS_CHAIN_FILE: 'c',
    KMS_CLIENTS_CA_CERT_FILE: 'd',
    KMS_SOCKET_SERVER_START: 'true',
    KMS_SOCKET_SERVER_PORT: '1',
    KMS_SOCKET_SERVER_HOSTNAME: 'h',
  };
  const lines = Object.entries(env).map(
    ([name, value]) => `${name.slice(4).toLowerCase()} = ${/^(true|1)$/.test(value) ? value : `"${value}"`}`,
  );
  const toml = `[tls]\n${lines.slice(0, 4).join('\n')}\n[socket_server]\n${lines.slice(4).join('\n')}`;
  const sources = { args: [], env: {}, readFile: () => toml, version: '1' };
  const fromEnvironment = await readConfig({ ...sources, env });
  const fromFile = await readConfig({ ...sources, args: ['-c', 'kms.toml'] });
  assert.deepEqual(fromEnvironment, fromFile);
  assert.equal(fromFile.ask, 'run');
  assert.partialDeepStrictEqual(fromFile.config, {
    tlsCertFile: 'a',
    tlsKeyFile: 'b',
    tlsChainFile: 'c',
    clientsCaCertFile: 'd',
    socketServerStart: true,
    socketServerPort: 1,
    socketServerHostname: 'h',
  });
});
