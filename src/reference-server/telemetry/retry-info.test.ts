import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryDelayMs } from './retry-info.ts';

const field = (number: number, bytes: Uint8Array) => Buffer.from([number * 8 + 2, bytes.length, ...bytes]);
const duration = (...bytes: readonly number[]) => field(1, Buffer.from(bytes));
const any = (name: string, value: Uint8Array) =>
  field(3, Buffer.concat([field(1, Buffer.from(`type.googleapis.com/google.rpc.${name}`)), field(2, value)]));
const code = Buffer.from([8, 14]);

for (const [what, bytes, expected] of [
  [
    'a second and a half',
    Buffer.concat([code, any('RetryInfo', duration(8, 1, 16, 0x80, 0xca, 0xb5, 0xee, 1))]),
    1_500,
  ],
  ['seconds alone', any('RetryInfo', duration(8, 7)), 7_000],
  ['no pause', any('RetryInfo', duration()), 0],
  [
    'RetryInfo after another detail',
    Buffer.concat([any('Help', duration(8, 1)), any('RetryInfo', duration(8, 2))]),
    2_000,
  ],
  ['another detail alone', any('Help', duration(8, 1)), undefined],
  ['a status without details', code, undefined],
  ['nothing', Buffer.alloc(0), undefined],
  ['a message cut short', any('RetryInfo', duration(8, 7)).subarray(0, -1), undefined],
  ['a varint without end', Buffer.alloc(40, 0xff), undefined],
  ['too much to read', Buffer.alloc(64 * 1024 + 1), undefined],
] as const) {
  test(`${what}: ${expected}`, () => assert.equal(retryDelayMs(bytes), expected));
}
