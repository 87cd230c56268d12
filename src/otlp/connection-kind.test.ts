import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ConnectionKind, connectionKind, MAX_PEEK_BYTES } from './connection-kind.ts';

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

const decided: readonly { readonly head: string; readonly kind: ConnectionKind }[] = [
  { head: PREFACE, kind: { kind: 'http2' } },
  { head: `${PREFACE}\0\0\0`, kind: { kind: 'http2' } },
  { head: '\x16\x03', kind: { kind: 'tls', detail: 'ClientHello' } },
  { head: '\x16\x03\x01\x02\x00\x01', kind: { kind: 'tls', detail: 'ClientHello' } },
  { head: 'POST /v1/metrics HTTP/1.1\r\n', kind: { kind: 'http1', detail: 'POST /v1/metrics' } },
  { head: 'GET / HTTP/1.0\n', kind: { kind: 'http1', detail: 'GET /' } },
  { head: 'GET /caf\xe9\x1b[2J HTTP/1.1\r\n', kind: { kind: 'http1', detail: 'GET /caf??[2J' } },
  {
    head: `GET /${'a'.repeat(MAX_PEEK_BYTES)}`,
    kind: { kind: 'http1', detail: `GET /${'a'.repeat(195)}` },
  },
  { head: '\x00\x01', kind: { kind: 'unknown', detail: 'first bytes 0001' } },
  { head: 'hello', kind: { kind: 'unknown', detail: 'first bytes 68656c6c6f' } },
  { head: '\x16\x16', kind: { kind: 'unknown', detail: 'first bytes 1616' } },
  {
    head: 'PRI * HTTP/2.0\r\n\r\nno preface',
    kind: { kind: 'http1', detail: 'PRI * HTTP/2.0' },
  },
];

const undecided = ['', 'P', 'PR', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r', 'POST', 'POST ', 'GET /v1/metr', '\x16'];

const complete: readonly { readonly head: string; readonly kind: ConnectionKind }[] = [
  { head: '', kind: { kind: 'unknown', detail: 'no bytes' } },
  { head: 'GET /v1', kind: { kind: 'http1', detail: 'GET /v1' } },
  { head: 'PRI *', kind: { kind: 'unknown', detail: 'first bytes 505249202a' } },
  { head: '\x16', kind: { kind: 'unknown', detail: 'first bytes 16' } },
];

const bytes = (head: string) => Buffer.from(head, 'latin1');

describe('connectionKind', () => {
  for (const { head, kind } of decided)
    it(`knows ${JSON.stringify(head.slice(0, 40))}`, () =>
      assert.deepEqual(connectionKind(bytes(head), false), kind));

  for (const head of undecided)
    it(`waits after ${JSON.stringify(head)}`, () =>
      assert.equal(connectionKind(bytes(head), false), undefined));

  for (const { head, kind } of complete)
    it(`settles for what it has of ${JSON.stringify(head)}`, () =>
      assert.deepEqual(connectionKind(bytes(head), true), kind));
});
