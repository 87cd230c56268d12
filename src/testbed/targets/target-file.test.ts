import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { FileError } from '../../toml/read.ts';
import type { StartRequest, UrlWay } from '../target.ts';
import { openTarget } from './open-target.ts';
import { render } from './render.ts';
import { loadTargetFile, parseTargetFile } from './target-file.ts';

const TARGETS = fileURLToPath(new URL('../../../targets/', import.meta.url));
const READY_MADE = readdirSync(TARGETS).filter(
  (name) => name.endsWith('.toml') && !name.includes('baseline'),
);

const URL_OF_RECEIVER = 'http://127.0.0.1:4317';
const flag: UrlWay = { by: 'flag', flag: '--otlp', url: URL_OF_RECEIVER };
const request = (different: Partial<StartRequest> = {}): StartRequest => ({
  port: 9998,
  folder: '/tmp/kms',
  url: flag,
  intervalMs: 100,
  tokens: new Map([['secret', 'alice']]),
  hsm: undefined,
  tls: {
    certificateFile: '/tmp/kms/server.pem',
    keyFile: '/tmp/kms/server.key',
    clientAuthorityFile: '/tmp/kms/ca.pem',
    socketPort: 5696,
  },
  keyEncryptionKey: undefined,
  cache: { idleSeconds: 900, maxEntries: 1000 },
  ...different,
});

test('there are ready-made files for the reference and for three releases of Cosmian', () => {
  assert.deepEqual(READY_MADE, [
    'cosmian-5.17.toml',
    'cosmian-5.26.toml',
    'cosmian-5.28.toml',
    'reference.toml',
  ]);
});

for (const name of READY_MADE) {
  const file = loadTargetFile(TARGETS + name);

  test(`${name}: by flag, the address stands in the arguments and nowhere else`, () => {
    const { args, env, files } = render(file, [], request());
    assert.deepEqual(args.slice(args.indexOf('--otlp'))[1], URL_OF_RECEIVER);
    assert.equal(args.filter((word) => word.includes(URL_OF_RECEIVER)).length, 1);
    assert.equal(env.KMS_OTLP_URL, undefined);
    assert.deepEqual([...files.keys()], ['/tmp/kms/tokens.toml']);
    assert.equal(args.includes(''), false);
  });

  test(`${name}: by environment`, () => {
    const { args, env } = render(file, [], request({ url: { by: 'environment', url: URL_OF_RECEIVER } }));
    assert.equal(env.KMS_OTLP_URL, URL_OF_RECEIVER);
    assert.equal(args.includes('--otlp'), false);
  });

  test(`${name}: by file, which is TOML`, () => {
    const { args, files } = render(file, [], request({ url: { by: 'file', url: URL_OF_RECEIVER } }));
    const configuration = parse(files.get('/tmp/kms/kms.conf') ?? '');
    assert.deepEqual((configuration.logging as { otlp: string }).otlp, URL_OF_RECEIVER);
    assert.equal(args.includes('--otlp'), false);
    assert.ok(args.includes('/tmp/kms/kms.conf'));
  });

  test(`${name}: not at all`, () => {
    const { args, env, files } = render(file, [], request({ url: { by: 'nothing' } }));
    const everything = JSON.stringify([args, env, [...files]]);
    assert.equal(everything.includes('4317'), false);
  });

  test(`${name}: HSM, key-encryption key and PIN reach the process`, () => {
    const hsm = { slot: 7, pin: 'the-pin', env: { SOFTHSM2_CONF: '/tmp/kms/hsm.conf' } };
    const { args, env } = render(file, [], request({ hsm, keyEncryptionKey: 'hsm::7::kek' }));
    assert.equal(args[args.indexOf('--hsm-slot') + 1], '7');
    assert.ok(args.includes('hsm::7::kek'));
    assert.equal(env.SOFTHSM2_CONF, '/tmp/kms/hsm.conf');
    assert.ok(env.KMS_HSM_PASSWORD === 'the-pin' || args[args.indexOf('--hsm-password') + 1] === 'the-pin');
  });
}

test('whatever a placeholder says is told to the process as a variable as well', () => {
  const { env } = render(
    parseTargetFile('name = "x"\n[capabilities]', 'x.toml'),
    ['kms', '{{http_port}}'],
    request(),
  );
  assert.equal(env.KMS_CONFORMANCE_OTLP_URL, URL_OF_RECEIVER);
  assert.equal(env.KMS_CONFORMANCE_HTTP_PORT, '9998');
  assert.equal(env.KMS_CONFORMANCE_KEK, undefined);
});

for (const [what, text, complaint] of [
  ['an unknown setting', 'name = "x"\n[capabilities]\nhms = true', /^x\.toml:3: there is no setting "hms"$/],
  [
    'an unknown operation',
    'name = "x"\n[capabilities]\noperations = ["Creat"]',
    /^x\.toml:3: capabilities.operations/,
  ],
  [
    'a misspelt placeholder',
    'name = "x"\n[start]\narguments = "{{prot}}"\n[capabilities]',
    /^x\.toml:3: .*\{\{prot\}\}/,
  ],
  [
    'a certificate without its key',
    'name = "x"\n[identities.user.alice]\ncertificate_file = "a"\n[capabilities]',
    /^x\.toml:2: .*belong together/,
  ],
  ['no capabilities', 'name = "x"', /capabilities/],
] as const) {
  test(`${what} is refused`, () => {
    assert.throws(() => parseTargetFile(text, 'x.toml'), { name: FileError.name, message: complaint });
  });
}

const wish = (different: object) => ({
  target: undefined,
  targetFile: undefined,
  listen: undefined,
  ...different,
});

test('a target is opened by its name, its file, or both', () => {
  assert.equal(openTarget(wish({})).target.name, 'reference');
  assert.equal(openTarget(wish({ targetFile: 'cosmian-5.26' })).target.name, 'cosmian-5.26');
  assert.equal(
    openTarget(wish({ targetFile: 'cosmian-5.26', target: 'command:other' })).target.name,
    'cosmian-5.26',
  );
  const { target } = openTarget(wish({ target: 'url:http://127.0.0.1:9998', listen: '0.0.0.0:4317' }));
  assert.deepEqual(target.receiver, { host: '0.0.0.0', port: 4317, seenAs: '0.0.0.0' });
  assert.equal(target.claims.capabilities.has('start'), false);
});

for (const [what, asked, complaint] of [
  ['a file that is not there', { targetFile: 'cosmian-9.99' }, /cosmian-9\.99 cannot be read/],
  ['--listen for what the suite starts', { listen: '127.0.0.1:4317' }, /free port/],
  ['--listen without a port', { target: 'url:http://a:1', listen: 'here' }, /HOST:PORT/],
  ['a file for the reference', { target: 'reference', targetFile: 'cosmian-5.26' }, /brings its own/],
] as const) {
  test(`${what} is refused`, () => {
    assert.throws(() => openTarget(wish(asked)), complaint);
  });
}
