import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeBinary } from '../../src/kmip/binary.ts';
import { writeJson } from '../../src/kmip/json.ts';
import { buildResponse, type ResponseItem } from '../../src/kmip/message.ts';
import { bytes, structure } from '../../src/kmip/ttlv.ts';
import { judgeAnswer } from './judge.ts';
import { KEPT_KEY } from './seeds.ts';
import type { Answer, Way } from './target.ts';

const failed: ResponseItem = {
  operation: 'Get',
  status: 'OperationFailed',
  reason: 'ObjectNotFound',
  message: 'no such object',
};
const success: ResponseItem = { operation: 'Get', status: 'Success', payload: structure('ResponsePayload') };
const response = (item: ResponseItem, major = 2) =>
  buildResponse({ header: { version: { major, minor: 1 } }, items: [item] });
const binary = (item: ResponseItem, major?: number): Answer => ({
  status: 200,
  contentType: 'application/octet-stream',
  body: writeBinary(response(item, major)),
});
const json = (body: string, contentType = 'application/json'): Answer => ({
  status: 200,
  contentType,
  body: Buffer.from(body),
});
const refusal = (status: number, body: string): Answer => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  body: Buffer.from(body),
});
const padded = (): Answer => {
  const answer = binary({ ...failed, message: 'abc' });
  const body = Buffer.from(answer.body);
  body[body.length - 1] = 1;
  return { ...answer, body };
};
const kept = structure('ResponsePayload', bytes('Data', KEPT_KEY));

const right: readonly (readonly [string, Way, Answer])[] = [
  ['a success', 'binary', binary(success)],
  ['a failure', 'frames', binary(failed)],
  ['a failure in JSON', 'json', json(writeJson(response(failed)), 'application/json; charset=utf-8')],
  ['what was undone', 'binary', binary({ operation: 'Get', status: 'OperationUndone' })],
  ['an operation', 'bare', json('{"tag":"GetResponse","value":[]}')],
  ['a message where an operation may stand', 'bare', json(writeJson(response(failed)))],
  ['a refusal', 'bare', refusal(422, 'Invalid_Message: no')],
];
for (const [name, way, answer] of right) {
  test(`may be answered: ${name}`, () => assert.doesNotThrow(() => judgeAnswer(way, answer)));
}

const wrong: readonly (readonly [string, Way, Answer, RegExp])[] = [
  ['a status', 'json', refusal(422, 'Invalid_Message: no'), /status 422/],
  ['bytes missing', 'binary', { ...binary(failed), body: binary(failed).body.subarray(8) }, /cannot be read/],
  ['rubbish in the padding', 'binary', padded(), /read and written again is another one/],
  ['blanks in JSON', 'json', json(`${writeJson(response(failed))} `), /read and written again/],
  ['another type', 'json', json(writeJson(response(failed)), 'text/html'), /of type text\/html/],
  ['a version of no client', 'binary', binary(failed, 3), /version 3\.1/],
  ['a success with a reason', 'binary', binary({ ...success, reason: 'GeneralFailure' }), /has a reason/],
  ['a success without payload', 'binary', binary({ operation: 'Get', status: 'Success' }), /no payload/],
  [
    'a failure with payload',
    'binary',
    binary({ ...failed, ...success, status: 'OperationFailed' }),
    /has a payload/,
  ],
  ['a failure without reason', 'binary', binary({ ...failed, reason: undefined }), /reason undefined/],
  ['a reason of no standard', 'binary', binary({ ...failed, reason: '0x0000FFFF' }), /reason 0x0000FFFF/],
  ['no word', 'binary', binary({ ...failed, message: '' }), /says nothing/],
  ['a place in the source', 'binary', binary({ ...failed, message: 'at run (x.ts:3:1)' }), /goes on inside/],
  ['an exception', 'binary', binary({ ...failed, message: 'TypeError: x' }), /goes on inside/],
  ['a key of another user', 'binary', binary({ ...success, payload: kept }), /key of somebody else/],
  [
    'the same in JSON',
    'json',
    json(writeJson(response({ ...success, payload: kept }))),
    /key of somebody else/,
  ],
  ['another root', 'binary', { ...binary(success), body: writeBinary(structure('Key')) }, /cannot be read/],
  ['a request as an answer', 'bare', json('{"tag":"Get","value":[]}'), /answered with Get/],
  ['a status of no refusal', 'bare', refusal(502, 'Bad: gateway'), /status 502/],
  ['a refusal without reason', 'bare', refusal(422, 'no'), /no sentence with a reason/],
  ['a refusal with an exception', 'bare', refusal(422, 'Invalid_Message: RangeError'), /goes on inside/],
];
for (const [name, way, answer, sentence] of wrong) {
  test(`must not be answered: ${name}`, () =>
    assert.throws(() => judgeAnswer(way, answer), { name: 'Wrong', message: sentence }));
}
