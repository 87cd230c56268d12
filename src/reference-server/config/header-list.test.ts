import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHeaders } from './header-list.ts';

for (const [text, headers] of [
  ['authorization=Bearer%20a%2Cb', { authorization: 'Bearer a,b' }],
  [' Api-Key = k , x=1=2,', { 'api-key': 'k', x: '1=2' }],
  ['x=100%', { x: '100%' }],
  ['', {}],
  ['authorization', undefined],
  ['=value', undefined],
  ['x=', undefined],
  ['x=%0a', undefined],
  ['grpc-timeout=1S', undefined],
  ['trace-bin=1', undefined],
  ['a b=1', undefined],
] as const) {
  test(`${JSON.stringify(text)}: ${JSON.stringify(headers)}`, () =>
    assert.deepEqual(parseHeaders(text), headers));
}
