import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { AggregationTemporality, InMemoryMetricExporter } from '@opentelemetry/sdk-metrics';
import { readBinary, writeBinary } from '../kmip/binary.ts';
import { buildRequest, parseResponse, type ResponseMessage } from '../kmip/message.ts';
import { enumeration } from '../kmip/tables.ts';
import { integer, structure, type Ttlv, text } from '../kmip/ttlv.ts';
import { createCertificates } from '../testbed/certificates/certificates.ts';
import { resolve } from './config/config.ts';
import type { Config } from './config/settings.ts';
import { type Kms, startKms } from './kms.ts';

const folder = await mkdtemp(join(tmpdir(), 'kms-ways-in-'));
after(() => rm(folder, { recursive: true }));
const certificates = await createCertificates(join(folder, 'certificates'));

const tlsConfig = {
  tlsCertFile: certificates.server.certificateFile,
  tlsKeyFile: certificates.server.keyFile,
  clientsCaCertFile: certificates.authority.certificateFile,
  socketServerStart: true,
  socketServerPort: 0,
};

let stores = 0;
const bench = async (t: TestContext, config: Partial<Config> = {}) => {
  stores += 1;
  const lines: string[] = [];
  const memory = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const kms = await startKms(
    {
      ...resolve([]),
      port: 0,
      sqlitePath: join(folder, `store-${stores}`),
      otlpUrl: 'http://collector.invalid:4317',
      ...tlsConfig,
      ...config,
    },
    { metricExporter: () => memory, log: { write: (line) => lines.push(line) } },
  );
  t.after(() => kms.stop());
  /** Every series of the last push, by metric and attributes. */
  const pushed = (name: string): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      (memory.getMetrics().at(-1)?.scopeMetrics ?? [])
        .flatMap(({ metrics }) => metrics)
        .filter(({ descriptor }) => descriptor.name === name)
        .flatMap(({ dataPoints }) =>
          dataPoints.map(({ attributes, value }) => [Object.values(attributes).join(' '), value]),
        ),
    );
  return { kms, pushed, lines, memory };
};

const optionsOf = async (user: string) => {
  const { certificate, key } = await certificates.client(user);
  return { host: '127.0.0.1', ca: certificates.authority.certificate, cert: certificate, key };
};

const binary = (...items: readonly (readonly [string, ...Ttlv[]])[]): Uint8Array =>
  writeBinary(
    buildRequest({
      header: { version: { major: 2, minor: 1 }, errorContinuation: 'Continue' },
      items: items.map(([operation, ...payload], index) => ({
        operation,
        uniqueBatchItemId: Uint8Array.of(index),
        payload: structure('RequestPayload', ...payload),
      })),
    }),
  );

const create = [
  'Create',
  enumeration('ObjectType', 'SymmetricKey'),
  structure(
    'Attributes',
    enumeration('CryptographicAlgorithm', 'AES'),
    integer('CryptographicLength', 256),
    integer('CryptographicUsageMask', 12),
  ),
] as const;
const get = (id: string) => ['Get', text('UniqueIdentifier', id)] as const;

/** A KMIP client over the socket; `ask` sends bytes and reads one answer. */
const socketClient = async (t: TestContext, kms: Kms, user: string) => {
  const socket: TLSSocket = connect({ ...(await optionsOf(user)), port: kms.socket?.port ?? 0 });
  socket.on('error', () => undefined);
  t.after(() => socket.destroy());
  const chunks = socket[Symbol.asyncIterator]();
  let left = Buffer.alloc(0);
  const take = async (size: number): Promise<Buffer | undefined> => {
    while (left.length < size) {
      const { value, done } = await chunks.next();
      if (done) return undefined;
      left = Buffer.concat([left, value]);
    }
    const taken = left.subarray(0, size);
    left = left.subarray(size);
    return taken;
  };
  const answer = async (): Promise<ResponseMessage | undefined> => {
    const head = await take(8);
    const body = head === undefined ? undefined : await take(head.readUInt32BE(4));
    return head && body ? parseResponse(readBinary(Buffer.concat([head, body]))) : undefined;
  };
  return {
    socket,
    answer,
    ask: (bytes: Uint8Array) => {
      socket.write(bytes);
      return answer();
    },
  };
};

const idOf = (answer: ResponseMessage | undefined): string => {
  const [id] = answer?.items[0]?.payload?.value ?? [];
  const made = answer?.items[0]?.payload?.value.find(({ tag }) => tag === 'UniqueIdentifier') ?? id;
  assert.ok(made?.type === 'TextString');
  return made.value;
};
const reasons = (answer: ResponseMessage | undefined) =>
  answer?.items.map(({ status, reason }) => reason ?? status);

/** Posts a message over HTTPS. */
const post = async (kms: Kms, user: string, body: Uint8Array): Promise<ResponseMessage> => {
  const { promise, resolve: answered, reject } = Promise.withResolvers<Buffer>();
  const asked = request({
    ...(await optionsOf(user)),
    port: kms.port,
    path: '/kmip',
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    agent: new Agent(),
  });
  asked.on('error', reject);
  asked.on('response', async (response) => answered(Buffer.concat(await response.toArray())));
  asked.end(body);
  return parseResponse(readBinary(await promise));
};

test('two users by certificate, over both ways in, are the same two users', async (t) => {
  const { kms, pushed, lines } = await bench(t);
  const alice = await socketClient(t, kms, 'alice');
  const bob = await socketClient(t, kms, 'bob');
  const id = idOf(await alice.ask(binary(create)));
  assert.deepEqual(reasons(await alice.ask(binary(get(id), get('nowhere'), get(id)))), [
    'Success',
    'ObjectNotFound',
    'Success',
  ]);
  assert.notDeepEqual(reasons(await bob.ask(binary(get(id)))), ['Success']);
  assert.deepEqual(reasons(await post(kms, 'alice', binary(get(id)))), ['Success']);
  assert.notDeepEqual(reasons(await post(kms, 'bob', binary(get(id)))), ['Success']);
  await kms.stop();
  assert.deepEqual(pushed('kms.kmip.operations.per_user.total'), {
    'alice Create': 1,
    'alice Get': 4,
    'bob Get': 2,
  });
  assert.deepEqual(pushed('kms.active.users'), { '': 2 });
  assert.deepEqual(pushed('kms.http.requests.total'), { 'POST /kmip 200': 2 });
  assert.deepEqual(pushed('kms.active.connections'), { '': 0 });
  assert.equal((JSON.parse(lines[0] ?? '') as Record<string, unknown>).socketPort, kms.socket?.port);
});

test('a connection is in use from the head of a message to its answer, and between messages it is not', async (t) => {
  const { kms, pushed, memory } = await bench(t, { metricExportIntervalMs: 50 });
  const inUse = async (): Promise<unknown> => {
    const count = memory.getMetrics().length;
    // Two pushes on: the one under way may have been collected before.
    while (memory.getMetrics().length < count + 2) await delay(5);
    return pushed('kms.active.connections')[''];
  };
  const clients = await Promise.all(['alice', 'bob', 'carol'].map((user) => socketClient(t, kms, user)));
  const query = binary(['Query', enumeration('QueryFunction', 'QueryOperations')]);
  for (const { ask } of clients) assert.deepEqual(reasons(await ask(query)), ['Success']);
  assert.equal(await inUse(), 0);
  const held = clients.slice(0, 2);
  for (const { socket } of held) await new Promise((sent) => socket.write(query.subarray(0, 8), sent));
  assert.equal(await inUse(), 2);
  for (const { ask } of held) assert.deepEqual(reasons(await ask(query.subarray(8))), ['Success']);
  assert.equal(await inUse(), 0);
});

describe('messages that cannot be served', () => {
  const wrongLength = Buffer.from(binary(get('x')));
  wrongLength.writeUInt32BE(3, 12);
  const closing: readonly [string, Uint8Array][] = [
    ['a length inside is wrong', wrongLength],
    ['nothing inside', Buffer.from('4200780100000008ffffffffffffffff', 'hex')],
    ['four gigabytes', Buffer.from('42007801ffffffff', 'hex')],
    ['an answer', Buffer.from('42007b0100000000', 'hex')],
  ];
  for (const [name, bytes] of closing) {
    test(`answered and closed: ${name}`, async (t) => {
      const { kms, pushed } = await bench(t);
      const { ask, answer } = await socketClient(t, kms, 'alice');
      assert.deepEqual(reasons(await ask(bytes)), ['InvalidMessage']);
      assert.equal(await answer(), undefined);
      const other = await socketClient(t, kms, 'alice');
      assert.deepEqual(reasons(await other.ask(binary(create))), ['Success']);
      await kms.stop();
      assert.deepEqual(pushed('kms.kmip.operations.total'), { Create: 1 });
    });
  }

  test('what can be read keeps its connection, whatever is wrong with it', async (t) => {
    const { kms } = await bench(t);
    const { ask } = await socketClient(t, kms, 'alice');
    const unspoken = Buffer.from(binary(create));
    unspoken.writeInt32BE(9, unspoken.indexOf(Buffer.from('42006a0200000004', 'hex')) + 8);
    assert.deepEqual(reasons(await ask(unspoken)), ['InvalidMessage']);
    assert.deepEqual(reasons(await ask(Buffer.from('4200780100000000', 'hex'))), ['InvalidMessage']);
    assert.deepEqual(reasons(await ask(binary(create))), ['Success']);
  });
});

test('without the setting there is no socket', async (t) => {
  const { kms, lines } = await bench(t, { socketServerStart: false });
  assert.equal(kms.socket, undefined);
  assert.equal(lines[0]?.includes('socketPort'), false);
});

test('a port of the socket that is taken leaves nothing open', async (t) => {
  const squatter = createServer();
  await new Promise<void>((done) => squatter.listen(0, '127.0.0.1', done));
  t.after(() => squatter.close());
  const { port } = squatter.address() as { port: number };
  const start = bench(t, { socketServerPort: port });
  await assert.rejects(
    start,
    /^StartError: Cannot listen on 127\.0\.0\.1:\d+: .* --socket-server-port .*\.$/,
  );
});
