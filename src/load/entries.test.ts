import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bare,
  create,
  does,
  message,
  op,
  predictAt,
  splitIn,
  T0,
  totalIn,
} from '../ledger/entries.fixture.ts';
import type { Entry } from '../ledger/entry.ts';
import { type Counted, entriesOf } from './entries.ts';

const PERIOD = { name: '1', fromUnixMs: T0 + 1000, toUnixMs: T0 + 5000 };
const FAILED = bare('alice', op('Get', { failure: 'ObjectNotFound' }), { status: 404 });

/** The life of a key, a use of another, a failure and a message of three. */
const REHEARSED: readonly Entry[] = [
  create('made'),
  does('Revoke', { kind: 'revoked', id: 'made' }),
  does('Destroy', { kind: 'destroyed', id: 'made' }),
  does('Encrypt', { kind: 'used', id: 'own' }),
  FAILED,
  message('bob', [op('Hash'), op('Get', { failure: 'ObjectNotFound' }), op('Hash')]),
];

const counts = (...answered: readonly number[]): readonly Counted[] =>
  answered.map((times) => ({ answered: BigInt(times), lost: 0n, seconds: times / 100 }));

const predicted = (counted: readonly Counted[]) => predictAt(entriesOf(REHEARSED, counted, PERIOD));

test('every request counts as often as it was answered', () => {
  const prediction = predicted(counts(100_000, 100_000, 100_000, 70_000, 5, 20));
  assert.deepEqual(splitIn(prediction, 'kms.kmip.operations.total'), {
    'operation=Create': '100000',
    'operation=Revoke': '100000',
    'operation=Destroy': '100000',
    'operation=Encrypt': '70000',
    'operation=Get': '25',
    'operation=Hash': '40',
  });
  assert.equal(totalIn(prediction, 'kms.kmip.operations.total'), '370065');
  assert.equal(totalIn(prediction, 'kms.http.requests.total'), '370025');
  assert.equal(totalIn(prediction, 'kms.errors.total'), '25');
  assert.equal(totalIn(prediction, 'kms.active.users'), '2');
});

test('what the HSM does it does each time', () => {
  const inHsm = does('Encrypt', { kind: 'hsm', operation: 'Encrypt' });
  const [many] = counts(70);
  assert.ok(many);
  const prediction = predictAt(entriesOf([inHsm], [many], PERIOD));
  assert.equal(totalIn(prediction, 'kms.hsm.operations.total'), '70');
});

test('objects that were made and not taken away again are there', () => {
  const prediction = predicted(counts(10, 8, 5));
  assert.equal(totalIn(prediction, 'kms.objects.total'), '5');
  assert.equal(totalIn(prediction, 'kms.keys.active.count'), '2');
});

test('a request without an answer was done or not', () => {
  const lost = { answered: 10n, lost: 3n, seconds: 0.1 };
  const prediction = predicted([lost, ...counts(10)]);
  assert.equal(totalIn(prediction, 'kms.kmip.operations.total'), '20 to 23');
  assert.equal(totalIn(prediction, 'kms.objects.total'), '10 to 13');
  assert.equal(totalIn(prediction, 'kms.keys.active.count'), '0 to 3');
});

for (const [what, revoked, destroyed, objects, keys] of [
  ['Revoke', { answered: 9n, lost: 1n }, { answered: 9n, lost: 0n }, '1', '0 to 1'],
  ['Destroy', { answered: 10n, lost: 0n }, { answered: 9n, lost: 1n }, '0 to 1', '0'],
] as const)
  test(`a ${what} without an answer was done to an object that is there, or not`, () => {
    const seconds = 0.1;
    const prediction = predicted([...counts(10), { ...revoked, seconds }, { ...destroyed, seconds }]);
    assert.equal(totalIn(prediction, 'kms.objects.total'), objects);
    assert.equal(totalIn(prediction, 'kms.keys.active.count'), keys);
  });

test('what the clients waited bounds what the KMS may say that it took', () => {
  const { seconds } = predicted(counts(0, 0, 0, 1000)).instruments.get('kms.http.request.duration') ?? {};
  assert.deepEqual(seconds, { min: 0, max: 11 });
});
