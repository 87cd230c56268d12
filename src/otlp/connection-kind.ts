/** What the first bytes of a connection say it is. */
export type ConnectionKind =
  | { readonly kind: 'http2' }
  | { readonly kind: 'tls' | 'http1' | 'unknown'; readonly detail: string };

/** Bytes that are looked at before a connection must have shown what it is. */
export const MAX_PEEK_BYTES = 1024;

const MAX_DETAIL_CHARACTERS = 200;

/** RFC 9113 section 3.4. */
const HTTP2_PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

/** RFC 8446 section 5.1: a record of type handshake (22), legacy major version 3. */
const TLS_RECORD = Buffer.from([22, 3]);

const METHOD_START = /^[A-Z]{1,20}$/;
const REQUEST_LINE_START = /^[A-Z]{3,20} /;

/**
 * Tells HTTP/2, TLS and HTTP/1 apart by the first bytes. undefined: more bytes are needed; never so once `complete`,
 * which says that no more will come.
 */
export function connectionKind(head: Uint8Array, complete: boolean): ConnectionKind | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, MAX_PEEK_BYTES));
  const final = complete || bytes.length === MAX_PEEK_BYTES;
  if (startsWith(bytes, HTTP2_PREFACE)) return { kind: 'http2' };
  if (startsWith(bytes, TLS_RECORD)) return { kind: 'tls', detail: 'ClientHello' };
  const text = bytes.toString('latin1');
  const [line = '', ...rest] = text.split('\n', 2);
  if (REQUEST_LINE_START.test(text) && !startsWith(HTTP2_PREFACE, bytes)) {
    if (rest.length > 0 || final) return { kind: 'http1', detail: printable(line) };
    return undefined;
  }
  const mayBecomeKnown =
    startsWith(HTTP2_PREFACE, bytes) || startsWith(TLS_RECORD, bytes) || METHOD_START.test(text);
  if (mayBecomeKnown && !final) return undefined;
  return { kind: 'unknown', detail: describeUnknown(bytes) };
}

function startsWith(bytes: Buffer, prefix: Buffer): boolean {
  return bytes.subarray(0, prefix.length).equals(prefix);
}

function describeUnknown(bytes: Buffer): string {
  if (bytes.length === 0) return 'no bytes';
  return `first bytes ${bytes.subarray(0, 16).toString('hex')}`;
}

/** "POST /v1/metrics" from "POST /v1/metrics HTTP/1.1\r". */
function printable(requestLine: string): string {
  return requestLine
    .trimEnd()
    .replace(/ HTTP\/1\.[01]$/, '')
    .replace(/[^ -~]/g, '?')
    .slice(0, MAX_DETAIL_CHARACTERS);
}
