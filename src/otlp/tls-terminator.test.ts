import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { credentials } from '@grpc/grpc-js';
import { createCertificates } from '../testbed/certificates/certificates.ts';
import { Conversation } from './conversation.ts';
import { encodeMetrics } from './encode.ts';
import { startReceiver } from './receiver.ts';
import { parseScript } from './script/parse.ts';
import { RawClient } from './testing/raw-client.ts';
import { counterRequest } from './testing/sample.ts';
import type { ServerCertificates } from './tls-terminator.ts';

const folder = await mkdtemp(join(tmpdir(), 'tls-terminator-test-'));
after(() => rm(folder, { recursive: true }));
const made = await createCertificates(folder);
const { expired, notYetValid, unknownAuthority, selfSigned, wrongHost } = made.badServers;
const tls: ServerCertificates = {
  good: made.server,
  bad: {
    expired,
    'not-yet-valid': notYetValid,
    'unknown-authority': unknownAuthority,
    'self-signed': selfSigned,
    'wrong-host': wrongHost,
  },
  clientAuthority: made.authority.certificate,
};
const message = encodeMetrics(counterRequest('a', 1n));
const authority = Buffer.from(made.authority.certificate);

test('what is pushed over TLS arrives, and its connection is noted', async () => {
  const conversation = new Conversation();
  await using receiver = await startReceiver({ conversation, tls });
  assert.match(receiver.endpoint, /^https:/);
  using client = new RawClient(receiver.endpoint, { credentials: credentials.createSsl(authority) });
  assert.deepEqual(await client.send(message), Buffer.alloc(0));
  assert.equal(receiver.exports.length, 1);
  assert.deepEqual(
    conversation.handshakes.map(({ variant, outcome, client: name }) => [variant, outcome, name]),
    [[undefined, 'done', undefined]],
  );
});

test('each certificate of a script is shown to one new connection', async () => {
  const names = [
    'expired',
    'not-yet-valid',
    'unknown-authority',
    'self-signed',
    'wrong-host',
    'client-demanded',
  ];
  const conversation = new Conversation();
  await using receiver = await startReceiver({ conversation, tls });
  using client = new RawClient(receiver.endpoint, { credentials: credentials.createSsl(authority) });
  await client.send(message);
  const cut = client.disconnected();
  conversation.play(parseScript(names.map((name) => `certificate ${name}`).join('\n')));
  await cut;
  await client.send(message);
  assert.deepEqual(
    conversation.handshakes.map(({ variant, outcome }) => [variant, outcome]),
    [[undefined, 'done'], ...names.map((name) => [name, 'failed']), [undefined, 'done']],
  );
  assert.equal(receiver.exports.length, 2);
});

test('a client that is demanded shows its certificate', async () => {
  const conversation = new Conversation();
  await using receiver = await startReceiver({ conversation, tls: { ...tls, demandsClient: true } });
  const { certificate, key } = await made.client('the-kms');
  using client = new RawClient(receiver.endpoint, {
    credentials: credentials.createSsl(authority, Buffer.from(key), Buffer.from(certificate)),
  });
  await client.send(message);
  assert.deepEqual(
    conversation.handshakes.map(({ outcome, client: name }) => [outcome, name]),
    [['done', 'the-kms']],
  );
});

test('HTTP/2 in clear text is a wrong way to a receiver over TLS', async () => {
  await using receiver = await startReceiver({ tls });
  const session = connectHttp2(receiver.endpoint.replace('https', 'http')).on('error', () => undefined);
  await new Promise((resolve) => session.once('close', resolve));
  assert.deepEqual(
    receiver.wrongWays.map(({ kind, detail }) => [kind, detail]),
    [['http2', 'in clear text']],
  );
});
