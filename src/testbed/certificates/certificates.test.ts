import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type CertificateFiles, createCertificates } from './certificates.ts';

const parent = await mkdtemp(join(tmpdir(), 'certificates-test-'));
after(() => rm(parent, { recursive: true }));
const NOW = Date.UTC(2030, 5, 15, 12);
const made = await createCertificates(join(parent, 'new', 'folder'), NOW);
const authority = new X509Certificate(made.authority.certificate);

const read = ({ certificate }: CertificateFiles): X509Certificate => new X509Certificate(certificate);

/** What a verifier would look at, in words. */
const verdictOf = (certificate: X509Certificate): readonly string[] => [
  ...(certificate.checkIssued(authority) && certificate.verify(authority.publicKey) ? [] : ['not issued']),
  ...(certificate.validFromDate.getTime() > NOW ? ['too early'] : []),
  ...(certificate.validToDate.getTime() < NOW ? ['too late'] : []),
];

test('the authority may issue, and is in force for all that it issues', () => {
  assert.equal(authority.ca, true);
  assert.ok(authority.validFromDate < read(made.badServers.expired).validFromDate);
  assert.ok(authority.validToDate > read(made.badServers.notYetValid).validToDate);
});

test('the good ones are good, and for the use that they say', async () => {
  const server = read(made.server);
  assert.deepEqual(verdictOf(server), []);
  assert.deepEqual([server.checkHost('localhost'), server.checkIP('127.0.0.1')], ['localhost', '127.0.0.1']);
  assert.deepEqual(server.keyUsage, ['1.3.6.1.5.5.7.3.1']);
  const client = read(await made.client('alice'));
  assert.deepEqual(verdictOf(client), []);
  assert.deepEqual([client.subject, client.ca, client.keyUsage], ['CN=alice', false, ['1.3.6.1.5.5.7.3.2']]);
});

test('each bad one has its one flaw', () => {
  const flaws = {
    expired: ['too late'],
    notYetValid: ['too early'],
    unknownAuthority: ['not issued'],
    selfSigned: ['not issued'],
  };
  const verdicts = (bad: Readonly<Record<string, CertificateFiles>>) =>
    Object.fromEntries(Object.entries(bad).map(([name, files]) => [name, verdictOf(read(files))]));
  assert.deepEqual(verdicts(made.badServers), { ...flaws, wrongHost: [] });
  assert.deepEqual(verdicts(made.badClients), { ...flaws, serverUse: [] });
  assert.equal(read(made.badServers.wrongHost).checkHost('localhost'), undefined);
  assert.deepEqual(read(made.badClients.serverUse).keyUsage, ['1.3.6.1.5.5.7.3.1']);
});

for (const [name, subject] of [
  ['a, CN=b', 'CN=a\\, CN=b'],
  ['Zoë', 'CN=Zoë'],
  ['*', 'CN=*'],
  ['', ''],
] as const) {
  test(`a client may be called "${name}"`, async () => {
    assert.equal(read(await made.client(name)).subject ?? '', subject);
  });
}

test('one client is one certificate, whoever asks first; keys fit and are private to the user', async () => {
  const [first, again, other] = await Promise.all(['bob', 'bob', 'eve'].map((name) => made.client(name)));
  assert.ok(first && again && other);
  assert.equal(first.certificate, again.certificate);
  assert.notEqual(first.keyFile, other.keyFile);
  assert.equal(read(first).checkPrivateKey(createPrivateKey(first.key)), true);
  assert.equal((await stat(first.keyFile)).mode & 0o777, 0o600);
});
