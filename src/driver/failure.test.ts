import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareFailure, kindOfFailure } from './failure.ts';

const CASES: readonly (readonly [number, string, string])[] = [
  [422, 'Item_Not_Found: no such object', 'ObjectNotFound'],
  [422, 'Object_Not_Found: no such object', 'ObjectNotFound'],
  [422, 'Wrong_Key_Lifecycle_State: it is PreActive', 'WrongKeyLifecycleState'],
  [422, 'ItemNotFound: spelt as one word', 'ObjectNotFound'],
  [401, 'no bearer token', 'PermissionDenied'],
  [404, 'no such operation', 'OperationNotSupported'],
  [401, 'Item_Not_Found: the word goes before the status', 'ObjectNotFound'],
  [500, 'something broke', 'HTTP 500'],
  [500, 'General_Failure: the token in HSM slot 1 is gone', 'GeneralFailure'],
  [422, 'Nonsense_Reason: which KMIP does not know', 'HTTP 422'],
  [422, '', 'HTTP 422'],
];

for (const [status, body, reason] of CASES) {
  test(`${status} ${JSON.stringify(body)} is ${reason}`, () => {
    assert.deepEqual(bareFailure(status, body), { reason, message: body });
  });
}

test('a long answer is cut', () => {
  assert.equal(bareFailure(500, 'x'.repeat(501)).message.length, 500);
});

test('two words for one kind of failure', () => {
  assert.deepEqual(['ItemNotFound', 'ObjectNotFound', 'PermissionDenied'].map(kindOfFailure), [
    'ObjectNotFound',
    'ObjectNotFound',
    'PermissionDenied',
  ]);
});
