import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { readBinary, writeBinary } from '../../../kmip/binary.ts';
import { KmipError } from '../../../kmip/errors.ts';
import { textOf } from '../../../kmip/fields.ts';
import { readJson, writeJson } from '../../../kmip/json.ts';
import {
  buildRequest,
  type ProtocolVersion,
  parseResponse,
  type RequestHeader,
  type ResponseMessage,
} from '../../../kmip/message.ts';
import {
  boolean,
  bytes,
  integer,
  structure,
  type Ttlv,
  type TtlvStructure,
  text,
} from '../../../kmip/ttlv.ts';
import { protocolVersion, VERSIONS } from '../../../kmip/versions.ts';
import type { Hsm } from '../../hsm/hsm.ts';
import { jointStore } from '../../store/joint-store.ts';
import { openSqliteStore } from '../../store/sqlite-store.ts';
import type { StoredObject } from '../../store/store.ts';
import { systemClock } from '../../telemetry/clock.ts';
import { recording } from '../../telemetry/recording.fixture.ts';
import { noTracing } from '../../telemetry/tracing.ts';
import { binary } from './encodings.ts';
import { answerKmip } from './kmip-answer.ts';
import { answerMessage } from './message-answer.ts';
import { type Execute, operationRunner } from './operation-runner.ts';

const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };
const span = noTracing.request('POST', '/kmip');
const uid = (id: string): Ttlv => text('UniqueIdentifier', id);

const object = (id: string, comment: string): StoredObject => ({
  id,
  owner: 'bob',
  type: 'SecretData',
  state: 'PreActive',
  activationDate: undefined,
  deactivationDate: undefined,
  attributes: structure('Attributes', text('Comment', comment)),
  object: structure('SecretData'),
  wrapped: undefined,
});

const key = structure(
  'SymmetricKey',
  structure('KeyBlock', structure('KeyValue', bytes('KeyMaterial', new Uint8Array(600)))),
);

/** Create stores, Activate changes, Archive makes a key in the HSM, Recover changes behind the back of the batch. */
const bench = (t: TestContext) => {
  const folder = mkdtempSync(join(tmpdir(), 'kms-message-'));
  const store = jointStore(openSqliteStore(folder));
  t.after(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  const forgotten: string[] = [];
  const effects = {
    store,
    hsm: { createAesKey: async () => undefined } as Partial<Hsm> as Hsm,
    vault: { forget: (id: string) => void forgotten.push(id) } as never,
  };
  const execute: Execute = async (operation, payload, context) => {
    const id = textOf(payload, 'UniqueIdentifier');
    if (operation === 'Create') await context.store.add(object(id, 'made'));
    else if (operation === 'Activate') context.store.update(object(id, 'changed'));
    else if (operation === 'Recover') store.update(object(id, 'changed by another'));
    else if (operation === 'Archive') await context.hsm?.createAesKey({ slot: 1, label: id }, 256);
    else if (operation === 'Get') return [uid(id), key];
    else throw new KmipError('ObjectNotFound', 'no such object');
    return [uid(id)];
  };
  const { recorder, told } = recording();
  const run = operationRunner({ execute, context: effects as never, recorder, clock: systemClock, logger });
  const parts = { run, effects, nowUnixSeconds: () => 7n };
  const ask = async (request: Uint8Array): Promise<ResponseMessage> =>
    parseResponse(readBinary(await answerMessage(request, binary, { user: 'bob', span }, parts)));
  const http = (contentType: string, body: string | Uint8Array) =>
    answerKmip({ body: Buffer.from(body), contentType, user: 'bob', uid: '', span }, parts);
  const counted = () =>
    told('kmipOperation').map((fact) => {
      const { operation, failure } = fact as { operation: string; failure?: string };
      return failure === undefined ? operation : `${operation} ${failure}`;
    });
  const comment = (id: string) => store.retrieve(id)?.attributes.value[0]?.value;
  return { ask, http, counted, comment, forgotten, store };
};

const request = (
  header: Partial<RequestHeader>,
  ...operations: readonly (readonly [string, string])[]
): TtlvStructure =>
  buildRequest({
    header: { version: { major: 1, minor: 2 }, ...header },
    items: operations.map(([operation, id], index) => ({
      operation,
      uniqueBatchItemId: Uint8Array.of(index),
      payload: structure('RequestPayload', uid(id)),
    })),
  });

const outcomes = ({ items }: ResponseMessage): readonly string[] =>
  items.map(({ status, reason }) => reason ?? status);

describe('versions', () => {
  for (const name of VERSIONS) {
    test(`${name} is answered in ${name}`, async (t) => {
      const { ask, counted } = bench(t);
      const version = protocolVersion(name);
      const message = request({ version, clientCorrelationValue: 'c' }, ['Create', 'a'], ['Destroy', 'b']);
      const answer = await ask(writeBinary(message));
      assert.deepEqual(answer.header.version, version);
      assert.equal(answer.header.clientCorrelationValue, name < '1.4' ? undefined : 'c');
      assert.deepEqual(outcomes(answer), ['Success', name < '2.0' ? 'ItemNotFound' : 'ObjectNotFound']);
      assert.deepEqual(counted(), ['Create', 'Destroy ObjectNotFound']);
    });
  }

  const others: readonly (readonly [ProtocolVersion, ProtocolVersion])[] = [
    [
      { major: 3, minor: 0 },
      { major: 2, minor: 1 },
    ],
    [
      { major: 9, minor: 9 },
      { major: 2, minor: 1 },
    ],
    [
      { major: 1, minor: 5 },
      { major: 1, minor: 4 },
    ],
    [
      { major: -1, minor: 0 },
      { major: 1, minor: 0 },
    ],
  ];
  for (const [asked, answered] of others) {
    test(`${asked.major}.${asked.minor} is refused in ${answered.major}.${answered.minor}`, async (t) => {
      const { ask, counted } = bench(t);
      const answer = await ask(writeBinary(request({ version: asked }, ['Create', 'a'])));
      assert.deepEqual(answer.header.version, answered);
      assert.deepEqual(outcomes(answer), ['InvalidMessage']);
      assert.match(answer.items[0]?.message ?? '', /Unsupported KMIP version/);
      assert.deepEqual(counted(), []);
    });
  }

  test('the version of a message that breaks off is read from its beginning', async (t) => {
    const { ask } = bench(t);
    const whole = writeBinary(request({}, ['Create', 'a']));
    for (let length = 0; length < whole.length; length += 1) {
      const answer = await ask(whole.subarray(0, length));
      assert.deepEqual(answer.header.version, length < 56 ? { major: 2, minor: 1 } : { major: 1, minor: 2 });
      assert.deepEqual(outcomes(answer), ['InvalidMessage']);
    }
  });

  test('a version in a payload is no version', async (t) => {
    const { ask } = bench(t);
    const version = structure(
      'ProtocolVersion',
      integer('ProtocolVersionMajor', 1),
      integer('ProtocolVersionMinor', 0),
    );
    const header = structure('RequestHeader', integer('BatchCount', 1));
    const answer = await ask(
      writeBinary(structure('RequestMessage', header, structure('BatchItem', version))),
    );
    assert.deepEqual(answer.header.version, { major: 2, minor: 1 });
    assert.deepEqual(outcomes(answer), ['InvalidMessage']);
  });
});

describe('POST /kmip', () => {
  const message = request({ version: { major: 1, minor: 4 } }, ['Create', 'a']);
  const taken: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['application/octet-stream', writeBinary(message), 'application/octet-stream'],
    ['application/json', writeJson(message), 'application/json'],
    ['Application/JSON; charset=utf-8', writeJson(message), 'application/json'],
  ];
  for (const [contentType, body, answered] of taken) {
    test(`takes ${contentType}`, async (t) => {
      const { http } = bench(t);
      const answer = await http(contentType, body);
      assert.deepEqual([answer.status, answer.contentType], [200, answered]);
      const item = typeof answer.body === 'string' ? readJson(answer.body) : readBinary(answer.body);
      const { header, items } = parseResponse(item);
      assert.deepEqual(header.version, { major: 1, minor: 4 });
      assert.equal(items[0]?.status, 'Success');
    });
  }

  for (const contentType of ['', 'text/xml', 'application/jsonx']) {
    test(`refuses the content type ${JSON.stringify(contentType)}`, async (t) => {
      const { http, counted } = bench(t);
      const answer = await http(contentType, writeBinary(message));
      assert.equal(answer.status, 415);
      assert.match(String(answer.body), /^Send the message with the Content-Type application\/octet-stream/);
      assert.deepEqual(counted(), []);
    });
  }

  const unreadable: readonly (readonly [string, string])[] = [
    ['no JSON', '{'],
    ['no object', '5'],
    ['null', 'null'],
    ['one operation on its own', writeJson(structure('Get', uid('a')))],
  ];
  for (const [name, body] of unreadable) {
    test(`answers JSON that is ${name} with a message`, async (t) => {
      const { http, counted } = bench(t);
      const answer = await http('application/json', body);
      assert.equal(answer.status, 200);
      assert.deepEqual(outcomes(parseResponse(readJson(String(answer.body)))), ['InvalidMessage']);
      assert.deepEqual(counted(), []);
    });
  }

  test('an unknown name in a JSON message of 1.4 is told in the words of 1.4', async (t) => {
    const { http } = bench(t);
    const answer = await http('application/json', writeJson(message).replace('"Create"', '"Frobnicate"'));
    const told = parseResponse(readJson(String(answer.body)));
    assert.deepEqual(told.header.version, { major: 1, minor: 4 });
    assert.deepEqual(outcomes(told), ['InvalidField']);
  });
});

test('a payload of a hundred and fifty thousand fields is read and answered', async (t) => {
  const { ask } = bench(t);
  const names = Array.from({ length: 150_000 }, (_, index) => text('AttributeName', `x-${index}`));
  const payload: TtlvStructure = { tag: 'RequestPayload', type: 'Structure', value: [...names, uid('many')] };
  for (const operation of ['Locate', 'GetAttributes']) {
    const items = [{ operation, payload }];
    const message = buildRequest({ header: { version: { major: 1, minor: 2 } }, items });
    assert.deepEqual(outcomes(await ask(writeBinary(message))), ['ItemNotFound']);
  }
});

describe('batches', () => {
  test('an answer that would be too long is a failure of its operation, and the rest fits', async (t) => {
    const { ask, counted } = bench(t);
    const header = { maximumResponseSize: 600, errorContinuation: 'Continue' as const };
    const answer = await ask(writeBinary(request(header, ['Get', 'a'], ['Create', 'b'])));
    assert.deepEqual(outcomes(answer), ['ResponseTooLarge', 'Success']);
    assert.deepEqual(counted(), ['Get ResponseTooLarge', 'Create']);
    const roomier = await ask(writeBinary(request({ ...header, maximumResponseSize: 1000 }, ['Get', 'a'])));
    assert.deepEqual(outcomes(roomier), ['Success']);
  });

  test('an answer of exactly the size is not too long', async (t) => {
    const { http } = bench(t);
    const ask = async (maximumResponseSize: number | undefined) => {
      const message = writeBinary(request({ maximumResponseSize }, ['Get', 'a']));
      return (await http('application/octet-stream', message)).body as Uint8Array;
    };
    const { length } = await ask(undefined);
    assert.equal((await ask(length)).length, length);
    const [item] = parseResponse(readBinary(await ask(length - 1))).items;
    assert.equal(item?.reason, 'ResponseTooLarge');
  });

  test('a critical extension that nobody understands fails its item, another does not', async (t) => {
    for (const [critical, outcome] of [
      [true, 'FeatureNotSupported'],
      [false, 'Success'],
    ] as const) {
      const { ask } = bench(t);
      const [header, item] = request({}, ['Create', 'a']).value as readonly TtlvStructure[];
      const extension = structure(
        'MessageExtension',
        text('VendorIdentification', 'v'),
        boolean('CriticalityIndicator', critical),
        structure('VendorExtension'),
      );
      const extended = structure('BatchItem', ...(item?.value ?? []), extension);
      const answer = await ask(
        writeBinary(structure('RequestMessage', ...(header ? [header] : []), extended)),
      );
      assert.deepEqual(outcomes(answer), [outcome]);
    }
  });

  const undo = { errorContinuation: 'Undo' as const };

  const askedLater: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['Mandatory', ['FeatureNotSupported'], ['Create FeatureNotSupported']],
    ['Optional', ['Success', 'ObjectNotFound'], ['Create', 'Destroy ObjectNotFound']],
    ['Prohibited', ['Success', 'ObjectNotFound'], ['Create', 'Destroy ObjectNotFound']],
  ];
  for (const [asynchronousIndicator, results, counts] of askedLater) {
    test(`an asynchronous answer that is ${asynchronousIndicator}: ${results}`, async (t) => {
      const { ask, counted } = bench(t);
      const header = { version: protocolVersion('2.1'), asynchronousIndicator };
      const answer = await ask(writeBinary(request(header, ['Create', 'a'], ['Destroy', 'b'])));
      assert.deepEqual([outcomes(answer), counted()], [results, counts]);
    });
  }

  test('Undo takes back what ran before, and it stays counted', async (t) => {
    const { ask, comment, counted, forgotten, store } = bench(t);
    store.create(object('old', 'as it was'));
    const answer = await ask(
      writeBinary(
        request(
          undo,
          ['Create', 'a'],
          ['Activate', 'a'],
          ['Activate', 'old'],
          ['Get', 'a'],
          ['Destroy', 'x'],
          ['Create', 'b'],
        ),
      ),
    );
    assert.deepEqual(outcomes(answer), [...Array(4).fill('OperationUndone'), 'ItemNotFound']);
    assert.deepEqual(
      answer.items.map(({ uniqueBatchItemId, payload }) => [uniqueBatchItemId?.[0], payload]),
      [0, 1, 2, 3, 4].map((number) => [number, undefined]),
    );
    assert.deepEqual([comment('a'), comment('old'), comment('b')], [undefined, 'as it was', undefined]);
    assert.deepEqual(store.counts(7n), { objects: 1, activeKeys: 0 });
    assert.deepEqual(new Set(forgotten), new Set(['a', 'old']));
    assert.deepEqual(counted(), ['Create', 'Activate', 'Activate', 'Get', 'Destroy ObjectNotFound']);
  });

  test('Undo leaves what somebody has changed since, and what happened in the HSM', async (t) => {
    const { ask, comment } = bench(t);
    const answer = await ask(
      writeBinary(
        request(undo, ['Create', 'a'], ['Create', 'b'], ['Archive', 'h'], ['Recover', 'a'], ['Destroy', 'x']),
      ),
    );
    assert.deepEqual(outcomes(answer), [
      'Success',
      'OperationUndone',
      'Success',
      'OperationUndone',
      'ItemNotFound',
    ]);
    assert.deepEqual([comment('a'), comment('b')], ['changed by another', undefined]);
  });

  test('Undo without a failure keeps everything', async (t) => {
    const { ask, comment } = bench(t);
    assert.deepEqual(outcomes(await ask(writeBinary(request(undo, ['Create', 'a'])))), ['Success']);
    assert.equal(comment('a'), 'made');
  });
});
