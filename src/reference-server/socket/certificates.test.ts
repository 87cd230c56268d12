import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ConnectionOptions, SecureVersion } from 'node:tls';
import { allOf, certificates, say, socketBench } from './bench.fixture.ts';

type Bench = Awaited<ReturnType<typeof socketBench>>;

const presenting = ({ certificate, key }: { readonly certificate: string; readonly key: string }) => ({
  cert: certificate,
  key,
});

/** Says hello and hangs up its own side; what is answered, or the error that came instead. */
const hello = async ({ client }: Bench, name: string, options: ConnectionOptions = {}): Promise<string> => {
  const socket = await client(name, options);
  let problem = '';
  socket.on('error', (error: NodeJS.ErrnoException) => {
    problem = error.code === 'EPROTO' ? error.message : `${error.code}`;
  });
  socket.end(say('hello'));
  return (await allOf(socket)) || problem;
};

describe('a client without a good certificate gets no answer', () => {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    for (const flaw of Object.keys(certificates.badClients) as (keyof typeof certificates.badClients)[]) {
      test(`${flaw} over ${version}`, async (t) => {
        const bench = await socketBench(t);
        const options = { ...presenting(certificates.badClients[flaw]), maxVersion: version };
        assert.doesNotMatch(await hello(bench, 'alice', options), /hello/);
        assert.deepEqual([bench.lines.length, bench.told('requestStarted').length], [1, 0]);
        assert.equal(await hello(bench, 'alice', { maxVersion: version }), 'alice: hello\n');
      });
    }

    for (const name of ['', '*']) {
      test(`the name "${name}" over ${version}`, async (t) => {
        const bench = await socketBench(t);
        assert.doesNotMatch(await hello(bench, name, { maxVersion: version }), /hello/);
        assert.deepEqual(bench.lines, ['a client certificate was refused']);
        assert.equal(await hello(bench, 'alice', { maxVersion: version }), 'alice: hello\n');
      });
    }

    test(`none at all over ${version}`, async (t) => {
      const bench = await socketBench(t);
      const nothing = {
        cert: undefined,
        key: undefined,
        maxVersion: version,
      } as unknown as ConnectionOptions;
      assert.doesNotMatch(await hello(bench, 'alice', nothing), /hello/);
      assert.deepEqual(bench.lines, ['a TLS handshake was refused']);
      assert.equal(await hello(bench, 'alice'), 'alice: hello\n');
    });
  }
});

describe('a client trusts the good server only', () => {
  const expected = {
    expired: 'CERT_HAS_EXPIRED',
    notYetValid: 'CERT_NOT_YET_VALID',
    unknownAuthority: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    selfSigned: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    wrongHost: 'ERR_TLS_CERT_ALTNAME_INVALID',
  } as const;
  for (const [flaw, code] of Object.entries(expected)) {
    test(flaw, async (t) => {
      const server = certificates.badServers[flaw as keyof typeof expected];
      assert.equal(await hello(await socketBench(t, { server }), 'alice'), code);
      assert.equal(await hello(await socketBench(t), 'alice'), 'alice: hello\n');
    });
  }
});

test('two clients are two users', async (t) => {
  const bench = await socketBench(t);
  const answers = await Promise.all(['alice', 'bob', 'Zoë, CN=bob'].map((name) => hello(bench, name)));
  assert.deepEqual(answers, ['alice: hello\n', 'bob: hello\n', 'Zoë, CN=bob: hello\n']);
});

test('TLS 1.1 is refused, TLS 1.2 and 1.3 are served', async (t) => {
  const bench = await socketBench(t);
  // OpenSSL 3 offers TLS 1.1 at security level 0 only.
  const only = (version: SecureVersion) =>
    ({ minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' }) as const;
  assert.match(await hello(bench, 'alice', only('TLSv1.1')), /alert protocol version/i);
  assert.equal(await hello(bench, 'alice', only('TLSv1.2')), 'alice: hello\n');
  assert.equal(await hello(bench, 'alice', only('TLSv1.3')), 'alice: hello\n');
});

test('what is no TLS is refused', async (t) => {
  const bench = await socketBench(t);
  const socket = bench.plain();
  socket.write(say('hello'));
  assert.doesNotMatch(await allOf(socket), /hello/);
  assert.deepEqual(bench.lines, ['a TLS handshake was refused']);
  assert.equal(await hello(bench, 'alice'), 'alice: hello\n');
});
