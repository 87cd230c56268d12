import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { AggregationTemporality, InMemoryMetricExporter } from '@opentelemetry/sdk-metrics';
import { readBinary, writeBinary } from '../kmip/binary.ts';
import { readJson, writeJson } from '../kmip/json.ts';
import { buildRequest, parseResponse } from '../kmip/message.ts';
import { enumeration } from '../kmip/tables.ts';
import { bytes, dateTime, integer, structure, type Ttlv, text } from '../kmip/ttlv.ts';
import { resolve } from './config/config.ts';
import type { Config } from './config/settings.ts';
import { type Kms, type Seams, startKms } from './kms.ts';
import { databaseFailure } from './store/failures.ts';

const folderFor = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kms-frame-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
};

/** A server with an exporter that keeps what is pushed, instead of sending it. */
const bench = async (t: TestContext, config: Partial<Config> = {}, seams: Partial<Seams> = {}) => {
  const folder = folderFor(t);
  const lines: string[] = [];
  const memory = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const start = (): Promise<Kms> =>
    startKms(
      { ...resolve([]), port: 0, sqlitePath: join(folder, 'store'), ...config },
      { metricExporter: () => memory, log: { write: (line) => lines.push(line) }, ...seams },
    );
  const kms = await start();
  t.after(() => kms.stop());
  return { kms, start, folder, lines, memory };
};

const ask = async (kms: Kms, request: Ttlv): Promise<Ttlv> => {
  const url = `http://${kms.address}:${kms.port}/kmip/2_1`;
  const answer = await fetch(url, { method: 'POST', body: writeJson(request) });
  assert.equal(answer.status, 200);
  return readJson(await answer.text());
};

const createKey = structure(
  'Create',
  enumeration('ObjectType', 'SymmetricKey'),
  structure(
    'Attributes',
    enumeration('CryptographicAlgorithm', 'AES'),
    integer('CryptographicLength', 256),
    integer('CryptographicUsageMask', 12),
    dateTime('ActivationDate', 0n),
  ),
);

/** The sum over all points of each metric in a push, by name. */
const totalsOf = (memory: InMemoryMetricExporter, push: number): Record<string, number> =>
  Object.fromEntries(
    (memory.getMetrics().at(push)?.scopeMetrics ?? []).flatMap(({ metrics }) =>
      metrics.map(({ descriptor, dataPoints }) => [
        descriptor.name,
        dataPoints.reduce((sum, { value }) => sum + (typeof value === 'number' ? value : 0), 0),
      ]),
    ),
  );

const until = async (condition: () => boolean): Promise<void> => {
  for (let turns = 0; !condition() && turns < 400; turns += 1) await delay(5);
  assert.ok(condition());
};

/** A store that fails to read, as on a broken disk. */
const broken: Seams['store'] = (store) =>
  new Proxy(store, {
    get: (target, key) => {
      if (key === 'retrieve' || key === 'find') {
        return () => {
          throw databaseFailure(Object.assign(new Error('disk I/O error'), { errcode: 10 }));
        };
      }
      const member: unknown = Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });

test('a database that does not work is a line in the log, over every way to it', async (t) => {
  const { kms, lines } = await bench(t, {}, { store: broken });
  const url = `http://${kms.address}:${kms.port}`;
  const body = writeJson(structure('Get', text('UniqueIdentifier', 'x')));
  const answers = [
    await fetch(`${url}/kmip/2_1`, { method: 'POST', body }),
    await fetch(`${url}/access/owned`),
  ];
  const reason = 'the database does not work: its files cannot be read or written: look at the disk';
  for (const answer of answers) assert.equal(await answer.text(), `General_Failure: ${reason}`);
  const told = lines.flatMap((line) => {
    const { level, operation, ...rest } = JSON.parse(line);
    return level === 'error' ? [{ operation, reason: rest.reason, cause: rest.cause }] : [];
  });
  const outage = { reason, cause: 'disk I/O error' };
  assert.deepEqual(told, [
    { operation: 'Get', ...outage },
    { operation: undefined, ...outage },
  ]);
});

describe('the API token', () => {
  const apiTokenId = 'api-token';
  const key = Buffer.alloc(32, 7);
  const active = dateTime('ActivationDate', 0n);
  const importKey = (id: string, ...state: readonly Ttlv[]) =>
    structure(
      'Import',
      text('UniqueIdentifier', id),
      enumeration('ObjectType', 'SymmetricKey'),
      structure(
        'Attributes',
        enumeration('CryptographicAlgorithm', 'AES'),
        integer('CryptographicUsageMask', 12),
        ...state,
      ),
      structure(
        'SymmetricKey',
        structure(
          'KeyBlock',
          enumeration('KeyFormatType', 'Raw'),
          structure('KeyValue', bytes('KeyMaterial', key)),
        ),
      ),
    );
  /** A second server on the store of a first, on which the key was imported. */
  const restarted = async (t: TestContext, state: readonly Ttlv[], keyEncryptionKey?: string) => {
    const { kms, folder, lines } = await bench(t, { keyEncryptionKey });
    if (keyEncryptionKey !== undefined) await ask(kms, importKey(keyEncryptionKey, active));
    await ask(kms, importKey(apiTokenId, ...state));
    await kms.stop();
    const config = { ...resolve([]), keyEncryptionKey, apiTokenId, port: 0, logLevel: 'debug' } as const;
    const log = { write: (line: string) => lines.push(line) };
    return { lines, second: startKms({ ...config, sqlitePath: join(folder, 'store') }, { log }) };
  };

  for (const [name, keyEncryptionKey] of [
    ['in clear', undefined],
    ['wrapped', 'kek'],
  ] as const) {
    test(`is the key in Base64, kept ${name}`, async (t) => {
      const { second, lines } = await restarted(t, [active], keyEncryptionKey);
      const kms = await second;
      t.after(() => kms.stop());
      const statusWith = async (token: string) => {
        const headers = { authorization: `Bearer ${token}` };
        return (await fetch(`http://${kms.address}:${kms.port}/access/owned`, { headers })).status;
      };
      const token = key.toString('base64');
      assert.equal(await statusWith(token), 200);
      for (const other of ['x', key.toString('hex')]) assert.equal(await statusWith(other), 401);
      assert.ok(!lines.join('').includes(token));
    });
  }

  test('must be in use', async (t) => {
    const { second } = await restarted(t, []);
    const message = /^The key api-token cannot be the API token .*PreActive, not Active\.$/;
    await assert.rejects(second, { name: 'StartError', message });
  });

  test('must be there', async (t) => {
    const config = { ...resolve([]), port: 0, sqlitePath: folderFor(t), apiTokenId };
    await assert.rejects(startKms(config), { name: 'StartError', message: /there is no such object/ });
  });
});

const OTLP = { otlpUrl: 'http://user:hidden@collector.invalid:4317' };

test('a push right after the start and a last one at the end tell what the store holds', async (t) => {
  const { kms, start, memory } = await bench(t, OTLP);
  await until(() => memory.getMetrics().length === 1);
  await ask(kms, createKey);
  await ask(kms, createKey);
  await kms.stop();
  const last = totalsOf(memory, -1);
  assert.equal(memory.getMetrics().length, 2);
  assert.deepEqual(
    [last['kms.kmip.operations.total'], last['kms.objects.total'], last['kms.keys.active.count']],
    [2, 2, 2],
  );
  assert.ok((last['kms.database.operations.total'] ?? 0) >= 2);
  const again = await start();
  t.after(() => again.stop());
});

test('after a restart the counters begin again and the counts of the store do not', async (t) => {
  const { kms, folder } = await bench(t, OTLP);
  await ask(kms, createKey);
  await kms.stop();
  const second = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const again = await startKms(
    { ...resolve([]), port: 0, sqlitePath: join(folder, 'store'), ...OTLP },
    { metricExporter: () => second, log: { write: () => undefined } },
  );
  await until(() => second.getMetrics().length === 1);
  await again.stop();
  const first = totalsOf(second, 0);
  assert.deepEqual(
    [first['kms.kmip.operations.total'], first['kms.objects.total'], first['kms.active.connections']],
    [undefined, 1, 0],
  );
});

test('pushes repeat by themselves, and an idle server does no database operation', async (t) => {
  const { memory } = await bench(t, { ...OTLP, metricExportIntervalMs: 50 });
  await until(() => memory.getMetrics().length >= 4);
  assert.equal(totalsOf(memory, -1)['kms.database.operations.total'], undefined);
});

test('the log names address, folder and endpoint, and no secret', async (t) => {
  const { kms, lines, folder } = await bench(t, OTLP);
  const { time, version, ...line } = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  assert.ok(time !== undefined && version !== undefined);
  assert.deepEqual(line, {
    level: 'info',
    msg: 'listening',
    address: '127.0.0.1',
    port: kms.port,
    database: join(folder, 'store'),
    telemetry: 'http://[redacted]@collector.invalid:4317',
  });
  assert.equal(lines.join().includes('hidden'), false);
});

test('without an endpoint there is no exporter to send anything', async (t) => {
  let made = false;
  const metricExporter: Seams['metricExporter'] = (exporter) => {
    made = true;
    return exporter;
  };
  const { kms, lines } = await bench(t, { enableMetering: true }, { metricExporter });
  await ask(kms, createKey);
  assert.equal(made, false);
  assert.equal((JSON.parse(lines[0] ?? '') as Record<string, unknown>).telemetry, 'off');
});

test('with a tokens file the token decides who asks, and a refused login counts as HTTP only', async (t) => {
  const tokens = join(folderFor(t), 'tokens.toml');
  writeFileSync(tokens, '"token-of-bob" = "bob"');
  const { kms, memory } = await bench(t, { ...OTLP, bearerTokensFile: tokens });
  const url = `http://${kms.address}:${kms.port}`;
  const login = (authorization: string) =>
    fetch(`${url}/kmip/2_1`, { method: 'POST', body: writeJson(createKey), headers: { authorization } });
  const refused = await login('Bearer token-of-eve');
  assert.deepEqual([refused.status, await refused.text()], [401, 'No authentication provided.']);
  assert.equal((await fetch(`${url}/health`)).status, 200);
  assert.equal((await login('Bearer token-of-bob')).status, 200);
  await kms.stop();
  const totals = totalsOf(memory, -1);
  assert.deepEqual(
    [totals['kms.http.requests.total'], totals['kms.kmip.operations.total'], totals['kms.active.users']],
    [3, 1, 1],
  );
});

test('stores, recorders and meters can be wrapped from outside', async (t) => {
  const wrapped: string[] = [];
  const seam =
    (name: string) =>
    <T>(part: T): T => {
      wrapped.push(name);
      return part;
    };
  await bench(t, OTLP, { store: seam('store'), recorder: seam('recorder'), meter: seam('meter') });
  assert.deepEqual(wrapped.sort(), ['meter', 'recorder', 'store']);
});

test('an unknown object is told to the client as one failed operation', async (t) => {
  const { kms } = await bench(t);
  const answer = await fetch(`http://${kms.address}:${kms.port}/kmip/2_1`, {
    method: 'POST',
    body: writeJson(structure('Get', text('UniqueIdentifier', 'nowhere'))),
  });
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /^[A-Za-z]+_Not_Found: /);
});

test('a binary message of 1.2 is answered in binary, and counted under its own path', async (t) => {
  const { kms, memory } = await bench(t, OTLP);
  const version = { major: 1, minor: 2 };
  const payload = structure('RequestPayload');
  const answer = await fetch(`http://${kms.address}:${kms.port}/kmip`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: writeBinary(
      buildRequest({ header: { version }, items: [{ operation: 'DiscoverVersions', payload }] }),
    ),
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
  assert.equal(answer.headers.get('cache-control'), 'no-cache');
  const { header, items } = parseResponse(readBinary(new Uint8Array(await answer.arrayBuffer())));
  assert.deepEqual([header.version, items[0]?.payload?.value.length], [version, 7]);
  await kms.stop();
  const points = (memory.getMetrics().at(-1)?.scopeMetrics ?? [])
    .flatMap(({ metrics }) => metrics)
    .find(({ descriptor }) => descriptor.name === 'kms.http.requests.total')?.dataPoints;
  assert.deepEqual(
    points?.map(({ attributes }) => attributes),
    [{ method: 'POST', path: '/kmip', status: '200' }],
  );
});

describe('starts that fail are one sentence and leave nothing open', () => {
  const failing = async (t: TestContext, config: Partial<Config>, sentence: RegExp) => {
    const folder = folderFor(t);
    const start = startKms(
      { ...resolve([]), port: 0, sqlitePath: join(folder, 'store'), ...config },
      { log: { write: () => undefined } },
    );
    await assert.rejects(start, (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, sentence);
      return true;
    });
  };

  test('a port that is taken', async (t) => {
    const squatter = createServer();
    await new Promise<void>((done) => squatter.listen(0, '127.0.0.1', done));
    t.after(() => squatter.close());
    const { port } = squatter.address() as { port: number };
    await failing(t, { port }, /^Cannot listen on 127\.0\.0\.1:\d+: another process .*--port.*\.$/);
  });
  test('an address that this machine lacks', (t) =>
    failing(t, { hostname: '192.0.2.1' }, /^Cannot listen on 192\.0\.2\.1:0: .*--hostname\.$/));
  test('a folder that is a file', (t) =>
    failing(
      t,
      { sqlitePath: import.meta.filename },
      /^Cannot open the database in the folder .*--sqlite-path/,
    ));
  test('a folder that another server uses', async (t) => {
    const { folder } = await bench(t);
    await failing(t, { sqlitePath: join(folder, 'store') }, /^Cannot open the database .*in use.*\.$/);
  });
  test('a tokens file that is not there', (t) =>
    failing(
      t,
      { bearerTokensFile: '/nowhere/tokens.toml' },
      /^Cannot read the tokens file \/nowhere\/tokens\.toml/,
    ));
  test('an HSM library that is not there', (t) =>
    failing(
      t,
      { hsmLibrary: '/nowhere.so', hsmSlots: [1], hsmPasswords: ['1'] },
      /^Cannot open the HSM: .*\.$/,
    ));
});
