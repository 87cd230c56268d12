import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { type ConnectionOptions, connect, type SecureVersion } from 'node:tls';
import { createCertificates } from '../../testbed/certificates/certificates.ts';
import { loadIdentity } from '../identity/load.ts';
import { systemClock } from '../telemetry/clock.ts';
import { recording } from '../telemetry/recording.fixture.ts';
import { noTracing } from '../telemetry/tracing.ts';
import { httpsOptions } from '../tls-options.ts';
import { requestWatch } from './request-watch.ts';
import { json, type Route, routeNamer } from './routes.ts';
import { newHttpServer } from './server.ts';

const folder = await mkdtemp(join(tmpdir(), 'https-'));
after(() => rm(folder, { recursive: true }));
const made = await createCertificates(folder);
const alice = await made.client('alice');
const trust = { ca: made.authority.certificate };
const TOKENS = '"token-of-alice" = "alice"';

const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };
const routes: readonly Route[] = [
  { method: 'GET', path: '/me', public: false, answer: ({ user }) => json(user) },
  { method: 'GET', path: '/open', public: true, answer: () => json('open') },
];

const bench = async (t: TestContext, { server = made.server, certificates = true, tokens = false } = {}) => {
  const { recorder, told } = recording();
  const identity = await loadIdentity(
    {
      bearerTokensFile: tokens ? 'tokens' : undefined,
      clientsCaCertFile: certificates ? 'ca' : undefined,
      defaultUsername: 'admin',
    },
    () => TOKENS,
  );
  const app = newHttpServer({
    routes,
    authenticate: identity.http,
    watch: requestWatch(recorder, noTracing, systemClock, routeNamer(routes)),
    logger,
    maxConnections: 100,
    tls: httpsOptions({
      cert: server.certificate,
      key: server.key,
      ca: certificates ? made.authority.certificate : undefined,
    }),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => app.close());
  const { port } = app.server.address() as { port: number };
  /** Status and body, or the code of the error. */
  const ask = async (path: string, options: ConnectionOptions = {}, authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    const { promise, resolve } = Promise.withResolvers<string>();
    const asked = request({ host: '127.0.0.1', port, path, headers, agent: false, ...trust, ...options });
    asked.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EPROTO' ? error.message : `${error.code}`),
    );
    asked.on('response', async (response) => {
      let body = '';
      for await (const chunk of response) body += chunk;
      resolve(`${response.statusCode} ${body}`);
    });
    asked.end();
    return promise;
  };
  return { port, ask, told };
};

const presenting = ({ certificate, key }: { readonly certificate: string; readonly key: string }) => ({
  cert: certificate,
  key,
});
const NOBODY = '401 No authentication provided.';

describe('clients trust the good server only', () => {
  const expected = {
    expired: 'CERT_HAS_EXPIRED',
    notYetValid: 'CERT_NOT_YET_VALID',
    unknownAuthority: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    selfSigned: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    wrongHost: 'ERR_TLS_CERT_ALTNAME_INVALID',
  } as const;
  for (const [flaw, code] of Object.entries(expected)) {
    test(flaw, async (t) => {
      const bad = await bench(t, { server: made.badServers[flaw as keyof typeof expected] });
      assert.equal(await bad.ask('/open'), code);
      const good = await bench(t);
      assert.equal(await good.ask('/open'), '200 "open"');
    });
  }
});

test('without an authority of clients nobody is asked for a certificate', async (t) => {
  const { ask } = await bench(t, { certificates: false });
  assert.deepEqual([await ask('/me'), await ask('/me', presenting(alice))], ['200 "admin"', '200 "admin"']);
});

describe('the certificate of a client decides who asks', () => {
  for (const flaw of Object.keys(made.badClients) as (keyof typeof made.badClients)[]) {
    test(`${flaw} is refused, and needs not be shown where no login is needed`, async (t) => {
      const { ask } = await bench(t);
      assert.equal(await ask('/me', presenting(made.badClients[flaw])), NOBODY);
      assert.equal(await ask('/open', presenting(made.badClients[flaw])), '200 "open"');
      assert.equal(await ask('/me', presenting(alice)), '200 "alice"');
    });
  }

  for (const name of ['', '*']) {
    test(`the name "${name}" is refused`, async (t) => {
      const { ask } = await bench(t, { tokens: true });
      const options = presenting(await made.client(name));
      assert.deepEqual(
        [await ask('/me', options), await ask('/me', presenting(alice))],
        [NOBODY, '200 "alice"'],
      );
      assert.equal(await ask('/me', options, 'Bearer token-of-alice'), NOBODY);
    });
  }

  test('two clients are two users', async (t) => {
    const { ask } = await bench(t);
    const bob = await made.client('bob');
    assert.deepEqual(
      [await ask('/me', presenting(alice)), await ask('/me', presenting(bob)), await ask('/me')],
      ['200 "alice"', '200 "bob"', NOBODY],
    );
  });

  test('beside tokens either will do, and two that differ will not', async (t) => {
    const { ask } = await bench(t, { tokens: true });
    const token = 'Bearer token-of-alice';
    assert.equal(await ask('/me', {}, token), '200 "alice"');
    assert.equal(await ask('/me', presenting(alice), token), '200 "alice"');
    assert.equal(await ask('/me', presenting(await made.client('bob')), token), NOBODY);
    assert.equal(await ask('/me', presenting(alice), 'Bearer other'), NOBODY);
  });

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`a resumed session of ${version} is of the same user, and of nobody when it was`, async (t) => {
      const { port, ask } = await bench(t);
      for (const [files, answer] of [
        [alice, '200 "alice"'],
        [made.badClients.expired, NOBODY],
      ] as const) {
        const options = { ...trust, ...presenting(files), maxVersion: version };
        const first = connect({ port, host: '127.0.0.1', ...options });
        first.resume();
        const [session] = (await once(first, 'session')) as [Buffer];
        first.destroy();
        const again = connect({ port, host: '127.0.0.1', ...options, session });
        await once(again, 'secureConnect');
        assert.equal(again.isSessionReused(), true);
        again.destroy();
        assert.equal(await ask('/me', { ...options, session }), answer);
      }
    });
  }
});

// OpenSSL 3 offers TLS 1.1 at security level 0 only.
const only = (version: SecureVersion) =>
  ({ minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' }) as const;

test('TLS 1.1 is refused and is no request, TLS 1.2 and 1.3 are served', async (t) => {
  const { ask, told } = await bench(t);
  assert.match(await ask('/me', { ...presenting(alice), ...only('TLSv1.1') }), /alert protocol version/i);
  assert.equal(await ask('/me', { ...presenting(alice), ...only('TLSv1.2') }), '200 "alice"');
  assert.equal(await ask('/me', { ...presenting(alice), ...only('TLSv1.3') }), '200 "alice"');
  assert.equal(told('requestStarted').length, 2);
});
