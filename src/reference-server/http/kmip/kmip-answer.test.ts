import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { KmipError } from '../../../kmip/errors.ts';
import { maybeText } from '../../../kmip/fields.ts';
import { readJson, writeJson } from '../../../kmip/json.ts';
import { buildRequest, parseResponse, type RequestHeader } from '../../../kmip/message.ts';
import { enumeration } from '../../../kmip/tables.ts';
import { structure, type Ttlv, text } from '../../../kmip/ttlv.ts';
import { systemClock } from '../../telemetry/clock.ts';
import { recording } from '../../telemetry/recording.fixture.ts';
import { noTracing } from '../../telemetry/tracing.ts';
import type { HttpAnswer } from '../routes.ts';
import { answerKmipJson } from './kmip-answer.ts';
import { type Execute, operationRunner } from './operation-runner.ts';

const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };
const span = noTracing.request('POST', '/kmip/2_1');

/** Create makes "made-1", "made-2" ...; Get answers the identifier it was asked for or left; the rest fails. */
const bench = () => {
  const { recorder, told } = recording();
  let made = 0;
  const execute: Execute = async (operation, payload, { idPlaceholder }) => {
    const id = maybeText(payload, 'UniqueIdentifier') ?? idPlaceholder ?? 'none';
    if (operation === 'Create') {
      made += 1;
      return [text('UniqueIdentifier', `made-${made}`)];
    }
    if (operation === 'Get') return [text('UniqueIdentifier', id)];
    if (operation === 'Locate') return [text('UniqueIdentifier', 'a'), text('UniqueIdentifier', 'b')];
    if (operation === 'Sign') throw new KmipError('CryptographicFailure', 'the key is too short');
    if (operation === 'Decrypt') throw new KmipError('PermissionDenied', 'not yours');
    if (operation === 'Hash') throw new KmipError('NoSuchReason', 'odd');
    if (operation === 'Query') throw new TypeError('inner detail');
    throw new KmipError('ObjectNotFound', 'no such object');
  };
  const run = operationRunner({ execute, context: {} as never, recorder, clock: systemClock, logger });
  const parts = { run, effects: {} as never, nowUnixSeconds: () => 1_700_000_000n };
  const ask = (body: string | Uint8Array): Promise<HttpAnswer> =>
    answerKmipJson({ body: Buffer.from(body), contentType: '', user: 'bob', uid: '', span }, parts);
  const counted = () =>
    told('kmipOperation').map((fact) =>
      Object.values(fact as Record<'operation' | 'user' | 'failure', string>),
    );
  return { ask, counted };
};

const bare = (tag: string, ...value: readonly Ttlv[]): string => writeJson(structure(tag, ...value));

describe('bare operations', () => {
  const cases: readonly [string, string, number, RegExp, readonly unknown[]][] = [
    [
      'success',
      bare('Get', text('UniqueIdentifier', 'x')),
      200,
      /^\{"tag":"GetResponse","value":\[\{.*"x"\}\]\}$/,
      ['Get', 'bob', undefined],
    ],
    [
      'other spelling',
      bare('Mac'),
      422,
      /^Object_Not_Found: no such object$/,
      ['MAC', 'bob', 'ObjectNotFound'],
    ],
    [
      'failure',
      bare('Destroy'),
      422,
      /^Object_Not_Found: no such object$/,
      ['Destroy', 'bob', 'ObjectNotFound'],
    ],
    [
      'denied',
      bare('Decrypt'),
      401,
      /^Permission_Denied: not yours$/,
      ['Decrypt', 'bob', 'PermissionDenied'],
    ],
    [
      'cryptographic failure',
      bare('Sign'),
      500,
      /^Cryptographic_Failure: the key is too short$/,
      ['Sign', 'bob', 'CryptographicFailure'],
    ],
    [
      'defect',
      bare('Query'),
      500,
      /^General_Failure: Internal server error$/,
      ['Query', 'bob', 'GeneralFailure'],
    ],
    [
      'reason that KMIP lacks',
      bare('Hash'),
      500,
      /^General_Failure: odd$/,
      ['Hash', 'bob', 'GeneralFailure'],
    ],
    [
      'unknown operation',
      bare('Frobnicate'),
      404,
      /^Route not supported(?!.*Frob)/,
      ['Unknown', 'bob', 'OperationNotSupported'],
    ],
    [
      'an answer as a question',
      bare('GetResponse'),
      404,
      /^Route/,
      ['Unknown', 'bob', 'OperationNotSupported'],
    ],
    [
      'unknown name of an enumeration',
      '{"tag":"Create","value":[{"tag":"ObjectType","type":"Enumeration","value":"Nonsense"}]}',
      422,
      /^Unknown_Enumeration: /,
      ['Create', 'bob', 'UnknownEnumeration'],
    ],
  ];
  for (const [name, body, status, shape, fact] of cases) {
    test(name, async () => {
      const { ask, counted } = bench();
      const answer = await ask(body);
      assert.match(String(answer.body), shape);
      assert.equal(answer.status, status);
      assert.deepEqual(counted(), [fact]);
    });
  }
});

describe('what cannot be read is no operation', () => {
  const bodies: readonly [string, string | Uint8Array][] = [
    ['nothing', ''],
    ['no JSON', '{"tag":"Get"'],
    ['no TTLV', '[1,2]'],
    ['no tag', '{"value":[]}'],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['bad leaf', '{"tag":"Get","value":[{"tag":"Data","type":"ByteString","value":"0x1"}]}'],
    ['deep', '{"tag":"Get","value":['.repeat(100_000)],
    ['key given twice', '{"tag":"Get","tag":"Create","value":[]}'],
    ['prototype', '{"__proto__":{"tag":"Get"},"value":[]}'],
  ];
  for (const [name, body] of bodies) {
    test(name, async () => {
      const { ask, counted } = bench();
      const answer = await ask(body);
      assert.match(String(answer.body), /^Invalid_Message: /);
      assert.equal(answer.status, 422);
      assert.deepEqual(counted(), []);
    });
  }
});

const message = (
  header: Partial<RequestHeader>,
  ...operations: readonly (readonly [string, ...Ttlv[]])[]
): string =>
  writeJson(
    buildRequest({
      header: { version: { major: 2, minor: 1 }, ...header },
      items: operations.map(([operation, ...payload], index) => ({
        operation,
        uniqueBatchItemId: Uint8Array.of(index),
        payload: structure('RequestPayload', ...payload),
      })),
    }),
  );

/** Status, batch item number and last identifier or reason of every item. */
const itemsOf = (answer: HttpAnswer) => {
  assert.equal(answer.status, 200);
  return parseResponse(readJson(String(answer.body))).items.map(
    ({ status, uniqueBatchItemId, payload, reason }) => [
      status,
      uniqueBatchItemId?.[0],
      reason ?? payload?.value.at(-1)?.value,
    ],
  );
};

describe('messages', () => {
  test('items are answered in order with the number that the client gave them', async () => {
    const { ask, counted } = bench();
    const answer = await ask(
      message({ clientCorrelationValue: 'c' }, ['Create'], ['Get', text('UniqueIdentifier', 'x')]),
    );
    assert.deepEqual(itemsOf(answer), [
      ['Success', 0, 'made-1'],
      ['Success', 1, 'x'],
    ]);
    assert.deepEqual(parseResponse(readJson(String(answer.body))).header, {
      version: { major: 2, minor: 1 },
      timeStamp: 1_700_000_000n,
      clientCorrelationValue: 'c',
      serverCorrelationValue: undefined,
    });
    assert.equal(counted().length, 2);
  });

  test('after a failure the rest is neither run nor answered', async () => {
    for (const header of [{}, { errorContinuation: 'Stop' as const }]) {
      const { ask, counted } = bench();
      const answer = await ask(message(header, ['Create'], ['Destroy'], ['Create']));
      assert.deepEqual(itemsOf(answer), [
        ['Success', 0, 'made-1'],
        ['OperationFailed', 1, 'ObjectNotFound'],
      ]);
      assert.equal(counted().length, 2);
    }
  });

  test('unless the client asked to continue', async () => {
    const { ask, counted } = bench();
    const answer = await ask(message({ errorContinuation: 'Continue' }, ['Destroy'], ['Query'], ['Create']));
    assert.deepEqual(itemsOf(answer), [
      ['OperationFailed', 0, 'ObjectNotFound'],
      ['OperationFailed', 1, 'GeneralFailure'],
      ['Success', 2, 'made-1'],
    ]);
    assert.equal(counted().length, 3);
  });

  test('an item without identifier uses the one that the items before it left', async () => {
    const { ask } = bench();
    const items = itemsOf(
      await ask(
        message(
          { errorContinuation: 'Continue' },
          ['Get'],
          ['Create'],
          ['Get', text('UniqueIdentifier', 'x')],
          ['Destroy'],
          ['Get'],
          ['Locate'],
          ['Get'],
        ),
      ),
    );
    assert.deepEqual(
      items.map(([, , id]) => id),
      ['none', 'made-1', 'x', 'ObjectNotFound', 'made-1', 'b', 'none'],
    );
  });

  test('an operation number that KMIP lacks is one failed operation', async () => {
    const { ask, counted } = bench();
    const body = message({}, ['Create']).replace('"Create"', '"0x0000FFFF"');
    assert.deepEqual(itemsOf(await ask(body)), [['OperationFailed', 0, 'OperationNotSupported']]);
    assert.deepEqual(counted(), [['Unknown', 'bob', 'OperationNotSupported']]);
  });

  const refused: readonly [string, string, string][] = [
    ['no header', '{"tag":"RequestMessage","value":[]}', 'InvalidMessage'],
    ['broken off', message({}, ['Create']).slice(0, -2), 'InvalidMessage'],
    [
      'unknown operation name',
      message({}, ['Create']).replace('"Create"', '"Frobnicate"'),
      'UnknownEnumeration',
    ],
    [
      'item count',
      message({}, ['Create']).replace(/("BatchCount","type":"Integer","value":)1/, '$12'),
      'InvalidMessage',
    ],
    ['version', message({ version: { major: 3, minor: 0 } }, ['Create']), 'InvalidMessage'],
  ];
  for (const [name, body, reason] of refused) {
    test(`refused as a whole: ${name}`, async () => {
      const { ask, counted } = bench();
      assert.deepEqual(itemsOf(await ask(body)), [['OperationFailed', undefined, reason]]);
      assert.deepEqual(counted(), []);
    });
  }

  test('an item may carry any enumeration that KMIP has', async () => {
    const { ask } = bench();
    const answer = await ask(message({}, ['Create', enumeration('ObjectType', 'SymmetricKey')]));
    assert.deepEqual(itemsOf(answer), [['Success', 0, 'made-1']]);
  });
});
