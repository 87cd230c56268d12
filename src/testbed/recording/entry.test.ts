import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documented } from '../../contract/contract.fixture.ts';
import type { Entry } from '../../ledger/entry.ts';
import { entryOf } from './entry.ts';
import { CaptureError, type Exchange, readExchanges, readPushed, readRunFacts } from './exchange.ts';
import { routeOf } from './route.ts';

const contract = documented();

const read = (exchange: Partial<Exchange>): Entry =>
  entryOf(
    {
      sent_unix_ms: 1000,
      answered_unix_ms: 1010,
      method: 'POST',
      path: '/kmip/2_1',
      request: null,
      status: 200,
      response: '',
      ...exchange,
    },
    {
      contract,
      custody: { keyEncryptionKey: undefined },
      defaultUser: 'admin',
      fastestAnswerSeconds: 0.001,
    },
  );

const GET = { tag: 'Get', value: [{ tag: 'UniqueIdentifier', type: 'TextString', value: 'made-up' }] };

test('a bare operation that fails, in the name of the default user', () => {
  const entry = read({ request: GET, status: 422, response: 'Item_Not_Found: no made-up' });
  assert.equal(entry.user, 'admin');
  assert.equal(entry.bare, true);
  assert.deepEqual(
    entry.operations.map(({ operation, failure }) => [operation, failure]),
    [['Get', 'ObjectNotFound']],
  );
  assert.deepEqual(entry.canaries, ['made-up']);
  assert.deepEqual(entry.http, { method: 'POST', route: '/kmip/2_1' });
});

test('a request without an answer may have been carried out', () => {
  const { outcome, operations } = read({
    request: GET,
    status: undefined,
    answered_unix_ms: undefined,
    response: undefined,
  });
  assert.deepEqual(outcome, { kind: 'lost' });
  assert.equal(operations.length, 1);
});

test('an operation that KMIP does not know keeps the name that it was sent with', () => {
  const { operations, canaries } = read({ request: { tag: 'Frobnicate' }, status: 404, response: 'no' });
  assert.deepEqual(operations, [
    { operation: undefined, tag: 'Frobnicate', failure: 'OperationNotSupported', effects: [] },
  ]);
  assert.deepEqual(canaries, ['Frobnicate']);
});

test('a payload that cannot be read is an operation that failed', () => {
  const request = { tag: 'Get', value: [{ tag: 'UniqueIdentifier', type: 'Integer', value: 'x' }] };
  const { operations } = read({ request, status: 422, response: 'Invalid_Field: x' });
  assert.deepEqual(
    operations.map(({ operation, failure }) => [operation, failure]),
    [['Get', 'InvalidField']],
  );
});

test('what is no operation: text that is no JSON, JSON that is no TTLV, a refused login, another route', () => {
  for (const exchange of [
    { request: '{not json', status: 422 },
    { request: { a: 1 }, status: 422 },
    { request: GET, status: 401, response: 'No authentication provided.' },
    { request: GET, status: 404, path: '/kmip/3_0' },
    { method: 'GET', path: '/health' },
  ]) {
    assert.deepEqual(read(exchange).operations, [], JSON.stringify(exchange));
  }
});

test('a missing permission is an operation that failed', () => {
  const { operations } = read({ request: GET, status: 401, response: 'Access denied: no' });
  assert.equal(operations[0]?.failure, 'PermissionDenied');
});

test('a slow operation took at least half of what its client waited', () => {
  const { operations } = read({
    answered_unix_ms: 1200,
    request: { tag: 'Query' },
    response: { tag: 'QueryResponse' },
  });
  assert.equal(operations[0]?.atLeastSeconds, (0.2 - 0.001) / 2);
});

test('grants count where they were given', () => {
  const request = { unique_identifier: 'k', user_id: 'bob', operation_types: ['get', 'encrypt'] };
  assert.deepEqual(read({ path: '/access/grant', request }).grants, [
    { kind: 'granted', object: 'k', grantee: 'bob', operations: ['get', 'encrypt'] },
  ]);
  assert.deepEqual(read({ path: '/access/grant', request, status: 401 }).grants, []);
  assert.equal(read({ path: '/access/revoke', request }).grants[0]?.kind, 'revoked');
});

test('a path that belongs to no route is text of the client', () => {
  const { http, canaries } = read({ method: 'GET', path: '/no/such/route', status: 404 });
  assert.equal(http?.route, 'other');
  assert.deepEqual(canaries, ['/no/such/route']);
});

test('routes are found by their templates, without what is asked of them', () => {
  const found = ['/access/list/abc', '/access/list/', '/version?x=1', '/kmip/2_1/', '/kmip'];
  assert.deepEqual(
    found.map((path) => routeOf(path, contract)),
    ['/access/list/{uid}', undefined, '/version', undefined, '/kmip'],
  );
});

const UNREADABLE: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['a line that is no JSON', () => readExchanges('{}{\n'), /^traffic\.jsonl:1 is no JSON/],
  [
    'a line with an unknown key',
    () =>
      readExchanges('\n{"sent_unix_ms": 1, "method": "GET", "path": "/", "request": null, "headers": {}}'),
    /^traffic\.jsonl:2: .*headers/,
  ],
  [
    'bytes that are no base64',
    () => readPushed('{"received_unix_ms": 1, "method": "x", "metadata": {}, "body_base64": "!"}'),
    /^exports\.jsonl:1: body_base64: /,
  ],
  ['a run without its start', () => readRunFacts('{"product": "x", "release": "1"}'), /^run\.json: started_/],
];

for (const [what, work, message] of UNREADABLE) {
  test(`unreadable: ${what}`, () => {
    assert.throws(work, (error: unknown) => {
      assert.ok(error instanceof CaptureError);
      assert.match(error.message, message);
      return true;
    });
  });
}
