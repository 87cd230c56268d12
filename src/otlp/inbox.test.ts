import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeMetrics } from './encode.ts';
import type { Export, ExportTransport } from './export.ts';
import { Inbox, MAX_KEPT } from './inbox.ts';
import { counterRequest } from './testing/sample.ts';

const transport: ExportTransport = { protocol: 'grpc', path: '/path', headers: {} };
const raw = encodeMetrics(counterRequest('a', 1n));

describe('Inbox', () => {
  it('stamps an export with the clock and keeps its bytes', () => {
    const inbox = new Inbox(() => 42);
    assert.equal(inbox.takeMetrics(raw, transport), undefined);
    assert.deepEqual(inbox.exports, [
      { arrivedAtUnixMs: 42, request: counterRequest('a', 1n), issues: [], transport, raw },
    ]);
  });

  it('keeps what it cannot decode and gives the error', () => {
    const inbox = new Inbox(() => 42);
    const garbage = Uint8Array.of(0);
    const error = inbox.takeMetrics(garbage, transport);
    assert.match(error?.message ?? '', /^Not an OTLP metrics request/);
    assert.deepEqual(inbox.undecodable, [{ arrivedAtUnixMs: 42, error, transport, raw: garbage }]);
    assert.deepEqual(inbox.exports, []);
  });

  it('tells every listener until it unsubscribes, each subscription on its own', () => {
    const inbox = new Inbox(() => 0);
    const heard: Export[] = [];
    const listener = (received: Export): void => {
      heard.push(received);
    };
    const unsubscribe = inbox.subscribe(listener);
    inbox.subscribe(listener);
    inbox.takeMetrics(raw, transport);
    unsubscribe();
    unsubscribe();
    inbox.takeMetrics(raw, transport);
    assert.deepEqual(heard, [inbox.exports[0], inbox.exports[0], inbox.exports[1]]);
  });

  it('survives a listener that throws, keeps the error and tells the others', () => {
    const inbox = new Inbox(() => 0);
    const error = new Error('broken listener');
    let heard = 0;
    inbox.subscribe(() => {
      throw error;
    });
    inbox.subscribe(() => {
      heard++;
    });
    assert.equal(inbox.takeMetrics(raw, transport), undefined);
    assert.equal(heard, 1);
    assert.deepEqual(inbox.listenerErrors, [error]);
  });

  it(`keeps ${MAX_KEPT} requests of other signals and counts all`, () => {
    const inbox = new Inbox(() => 0);
    for (let sent = 0; sent <= MAX_KEPT; sent++) inbox.takeOther('logs', Uint8Array.of(sent % 256));
    inbox.takeOther('traces', Uint8Array.of(1));
    assert.equal(inbox.otherSignals.length, MAX_KEPT);
    assert.deepEqual(inbox.otherSignalCounts, { traces: 1, logs: MAX_KEPT + 1 });
  });

  it('tells who listens for other signals, with their bytes, and no one else', () => {
    const inbox = new Inbox(() => 7, 1);
    const heard: unknown[] = [];
    const unsubscribe = inbox.subscribeOther((received) => heard.push(received));
    inbox.takeOther('traces', Uint8Array.of(1));
    inbox.takeMetrics(raw, transport);
    unsubscribe();
    inbox.takeOther('traces', Uint8Array.of(2));
    assert.deepEqual(heard, [{ signal: 'traces', arrivedAtUnixMs: 7, raw: Uint8Array.of(1) }]);
  });

  it('keeps only the last exports, and no other bytes, where it is told so', () => {
    const inbox = new Inbox(() => 0, 2);
    const heard: Export[] = [];
    inbox.subscribe((received) => heard.push(received));
    for (let sent = 0; sent < 5; sent++) inbox.takeMetrics(raw, transport);
    inbox.takeOther('logs', raw);
    inbox.takeMetrics(Uint8Array.of(0), transport);
    assert.deepEqual(inbox.exports, heard.slice(3));
    assert.deepEqual(
      [...inbox.otherSignals, ...inbox.undecodable].map((kept) => kept.raw.length),
      [0, 0],
    );
  });
});
