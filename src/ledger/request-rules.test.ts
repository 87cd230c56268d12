import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Definitions } from '../contract/contract.ts';
import {
  bare,
  grant,
  hold,
  message,
  op,
  plain,
  predictAt,
  settingOf,
  splitIn,
  totalIn,
} from './entries.fixture.ts';
import type { Entry } from './entry.ts';

const OPS = 'kms.kmip.operations.total';
const PER_USER = 'kms.kmip.operations.per_user.total';
const DURATION = 'kms.kmip.operation.duration';
const ERRORS = 'kms.errors.total';
const HTTP = 'kms.http.requests.total';
const HTTP_DURATION = 'kms.http.request.duration';
const GRANTED = 'kms.permissions.granted.total';
const GRANTED_PER_USER = 'kms.permissions.granted.per_user.total';
const CONNECTIONS = 'kms.active.connections';

interface Case {
  readonly what: string;
  readonly entries: readonly Entry[];
  readonly totals: Readonly<Record<string, string>>;
  readonly definitions?: Partial<Definitions>;
}

const CASES: readonly Case[] = [
  {
    what: 'a bare operation counts once in each of its instruments',
    entries: [bare('alice', op('Get'))],
    totals: {
      [OPS]: '1',
      [PER_USER]: '1',
      [DURATION]: '1',
      [ERRORS]: '0',
      [HTTP]: '1',
      [HTTP_DURATION]: '1',
    },
  },
  {
    what: 'a failed operation counts as an operation and as an error',
    entries: [bare('alice', op('Get', { failure: 'ObjectNotFound' }), { status: 422 })],
    totals: { [OPS]: '1', [PER_USER]: '1', [DURATION]: '1', [ERRORS]: '1', [HTTP]: '1' },
  },
  {
    what: 'every item of a message counts, the message around them once over HTTP',
    entries: [message('alice', [op('Get'), op('Get', { failure: 'ObjectNotFound' }), op('Hash')])],
    totals: { [OPS]: '3', [PER_USER]: '3', [DURATION]: '3', [ERRORS]: '1', [HTTP]: '1' },
  },
  {
    what: 'a refused login is an HTTP request and nothing else',
    entries: [message(undefined, [], { status: 401 })],
    totals: { [OPS]: '0', [PER_USER]: '0', [ERRORS]: '0', [HTTP]: '1', [HTTP_DURATION]: '1' },
  },
  {
    what: 'a refused login is an error where every refusal is one',
    entries: [message(undefined, [], { status: 401 })],
    definitions: { errorScope: 'all' },
    totals: { [OPS]: '0', [ERRORS]: '1' },
  },
  {
    what: 'the largest status of a success is no refusal',
    entries: [plain('GET', '/version', { status: 399 })],
    definitions: { errorScope: 'all' },
    totals: { [ERRORS]: '0' },
  },
  {
    what: 'a failed operation is one error, not two, where every refusal is one',
    entries: [bare('alice', op('Get', { failure: 'ObjectNotFound' }), { status: 422 })],
    definitions: { errorScope: 'all' },
    totals: { [ERRORS]: '1' },
  },
  {
    what: 'a grant counts every operation it names, again when it is granted again',
    entries: [grant('bob', ['get', 'encrypt']), grant('bob', ['get'])],
    totals: { [GRANTED]: '3', [GRANTED_PER_USER]: '3', [OPS]: '0', [HTTP]: '2' },
  },
  {
    what: 'a lost request has counted once or not at all',
    entries: [
      bare('alice', op('Get'), { lost: true }),
      grant('bob', ['get', 'encrypt'], { lost: true }),
      bare('alice', op('Get')),
    ],
    totals: {
      [OPS]: '1 to 2',
      [PER_USER]: '1 to 2',
      [DURATION]: '1 to 2',
      [HTTP]: '1 to 3',
      [GRANTED]: '0 to 2',
    },
  },
  {
    what: 'held requests are connections in use and not yet requests',
    entries: [hold('held', 0), hold('held', 1), hold('held', 2), hold('released', 3)],
    totals: { [CONNECTIONS]: '2', [HTTP]: '0', [OPS]: '0' },
  },
];

for (const { what, entries, totals, definitions } of CASES) {
  test(what, () => {
    const prediction = predictAt(entries, settingOf(definitions));
    const stands = Object.fromEntries(Object.keys(totals).map((name) => [name, totalIn(prediction, name)]));
    assert.deepEqual(stands, totals);
  });
}

test('labels are canonical: operation, user, route, status, permission, kind of failure', () => {
  const prediction = predictAt([
    bare('alice', op('Get')),
    bare('bob', op(undefined, { failure: 'OperationNotSupported' }), { status: 404 }),
    plain('GET', '/access/list/{uid}'),
    plain('GET', 'other', { status: 404 }),
    plain('GET', '/version', { lost: true }),
    grant('bob', ['getattributes', 'frobnicate']),
  ]);
  assert.deepEqual(splitIn(prediction, PER_USER), {
    'operation=Get, user=alice': '1',
    'operation=Unknown, user=bob': '1',
  });
  assert.deepEqual(splitIn(prediction, ERRORS), { 'error_type=OperationNotSupported': '1' });
  assert.deepEqual(splitIn(prediction, HTTP), {
    'method=POST, path=/kmip/2_1, status=200': '1',
    'method=POST, path=/kmip/2_1, status=404': '1',
    'method=GET, path=/access/list/{uid}, status=200': '1',
    'method=GET, path=/other, status=404': '1',
    'method=GET, path=/version, status=unanswered': '0 to 1',
    'method=POST, path=/access/grant, status=200': '1',
  });
  assert.deepEqual(splitIn(prediction, GRANTED_PER_USER), {
    'permission_type=get_attributes, user=bob': '1',
    'permission_type=frobnicate, user=bob': '1',
  });
});

test('an instrument without attributes is one series, an instrument of the database has no predicted split', () => {
  const { instruments } = predictAt([bare('alice', op('Get'))]);
  assert.equal(instruments.get('kms.active.users')?.series?.length, 1);
  assert.equal(instruments.get('kms.database.operations.total')?.series, undefined);
  assert.equal(instruments.size, 18);
});
