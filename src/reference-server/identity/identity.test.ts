import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../config/error.ts';
import type { ClientCertificate, Credentials } from './authenticator.ts';
import { loadIdentity } from './load.ts';

const TOKENS = '"token-of-alice" = "alice"\nshort = "bob"\n';

const load = (configured: {
  readonly tokens?: string;
  readonly certificates?: boolean;
  readonly apiToken?: string;
}) =>
  loadIdentity(
    {
      bearerTokensFile: configured.tokens === undefined ? undefined : 'tokens.toml',
      clientsCaCertFile: configured.certificates ? 'ca.pem' : undefined,
      defaultUsername: 'admin',
    },
    () => configured.tokens ?? '',
    configured.apiToken,
  );

const named = (commonName: string | undefined, trusted = true): ClientCertificate => ({
  trusted,
  commonName,
});

const certificates: Readonly<Record<string, Credentials['certificate']>> = {
  none: undefined,
  alice: named('alice'),
  bob: named('bob'),
  stranger: named('alice', false),
  nameless: named(undefined),
  empty: named(''),
  everybody: named('*'),
};
const tokens: Readonly<Record<string, string | undefined>> = {
  none: undefined,
  alice: 'Bearer token-of-alice',
  unknown: 'Bearer token-of-eve',
  basic: 'Basic YWxpY2U6eA==',
};

/** One row: certificate and token offered; then who it is when neither is configured, tokens, certificates, both. */
const overHttp: readonly string[] = [
  'none      none    admin -     -     -',
  'none      alice   admin alice -     alice',
  'none      unknown admin -     -     -',
  'none      basic   admin -     -     -',
  'alice     none    admin -     alice alice',
  'alice     alice   admin alice alice alice',
  'alice     unknown admin -     alice -',
  'bob       alice   admin alice bob   -',
  'bob       basic   admin -     bob   -',
  'stranger  none    admin -     -     -',
  'stranger  alice   admin alice -     -',
  'nameless  none    admin -     -     -',
  'nameless  alice   admin alice -     -',
  'empty     none    admin -     -     -',
  'everybody none    admin -     -     -',
  'everybody alice   admin alice -     -',
];

describe('who a request over HTTP acts as', () => {
  const columns = ['nothing', 'tokens', 'certificates', 'both'] as const;
  const configured = {
    nothing: {},
    tokens: { tokens: TOKENS },
    certificates: { certificates: true },
    both: { tokens: TOKENS, certificates: true },
  };
  for (const row of overHttp) {
    const [certificate = '', token = '', ...users] = row.split(/ +/);
    for (const [index, column] of columns.entries()) {
      const user = users[index] === '-' ? undefined : users[index];
      test(`certificate ${certificate}, token ${token}, configured ${column}: ${user ?? 'nobody'}`, async () => {
        const { http } = await load(configured[column]);
        const offered = { certificate: certificates[certificate], authorization: tokens[token] };
        assert.equal(http(offered), user);
      });
    }
  }
});

describe('the API token', () => {
  const apiToken = 'a2V5IGluIEJhc2U2NA==';
  const users: readonly (readonly [
    string,
    Parameters<typeof load>[0],
    Credentials['certificate'],
    string?,
  ])[] = [
    ['proves the default user', { apiToken }, undefined, 'admin'],
    ['beside a tokens file', { apiToken, tokens: TOKENS }, undefined, 'admin'],
    ['with the certificate of another user', { apiToken, certificates: true }, named('alice')],
    ['with a certificate of the default user', { apiToken, certificates: true }, named('admin'), 'admin'],
    ['without being configured', { tokens: TOKENS }, undefined],
  ];
  for (const [name, configured, certificate, user] of users) {
    test(`${name}: ${user ?? 'nobody'}`, async () => {
      const { http } = await load(configured);
      assert.equal(http({ authorization: `Bearer ${apiToken}`, certificate }), user);
    });
  }

  test('is needed once it is configured, is a secret, and leaves other tokens as they are', async () => {
    const { http, socket, secrets } = await load({ apiToken, tokens: TOKENS });
    assert.equal(http({ authorization: undefined, certificate: undefined }), undefined);
    assert.equal(http({ authorization: 'Bearer token-of-alice', certificate: undefined }), 'alice');
    assert.equal(socket({ authorization: undefined, certificate: named('alice') }), 'alice');
    assert.ok(secrets.includes(apiToken));
  });
});

describe('who a connection to the socket acts as', () => {
  for (const [certificate, user] of [
    ['alice', 'alice'],
    ['none', undefined],
    ['stranger', undefined],
    ['nameless', undefined],
    ['empty', undefined],
    ['everybody', undefined],
  ] as const) {
    test(`certificate ${certificate}: ${user ?? 'nobody'}, tokens or not`, async () => {
      for (const configured of [{ certificates: true }, { certificates: true, tokens: TOKENS }]) {
        const { socket } = await load(configured);
        assert.equal(socket({ certificate: certificates[certificate], authorization: undefined }), user);
      }
    });
  }
});

describe('bearer tokens', async () => {
  const { http, secrets } = await load({ tokens: TOKENS });
  const offers: readonly [string | undefined, string | undefined][] = [
    ['Bearer token-of-alice', 'alice'],
    ['bearer  short ', 'bob'],
    ['Bearer shor', undefined],
    ['Bearer short more', undefined],
    ['Basic short', undefined],
    ['short', undefined],
    ['', undefined],
    [undefined, undefined],
  ];
  for (const [authorization, user] of offers) {
    test(`${authorization} is ${user}`, () =>
      assert.equal(http({ authorization, certificate: undefined }), user));
  }
  test('the tokens are secrets', () => assert.deepEqual(secrets, ['token-of-alice', 'short']));
});

describe('tokens files that are refused', () => {
  const files: readonly [string, string, RegExp][] = [
    ['empty', '', /names no token/],
    ['user that is no text', 'secret = 1', /^(?!.*secret).*"token" = "user"/],
    ['dotted token without quotes', 'se.cret = "bob"', /^(?!.*cret).*in quotes/],
    ['no TOML', 'x', /tokens\.toml:1 is not TOML/],
  ];
  for (const [name, content, sentence] of files) {
    test(name, async () => {
      await assert.rejects(load({ tokens: content }), (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, sentence);
        return true;
      });
    });
  }
});
