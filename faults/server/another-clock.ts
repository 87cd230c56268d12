import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

/**
 * The reference KMS on a machine whose clock differs: node faults/server/another-clock.ts MILLISECONDS [arguments of
 * the KMS]. Everything that it dates is off by so much: points, start time, the Date of its answers.
 */
const [node = '', , ahead = '', ...args] = process.argv;
const aheadMs = Number(ahead);
if (!Number.isInteger(aheadMs))
  throw new Error(`the clock must be ahead by whole milliseconds, not ${ahead}`);

const OwnDate = Date;
class OtherDate extends OwnDate {
  constructor(...words: readonly unknown[]) {
    super(...((words.length === 0 ? [OtherDate.now()] : words) as [number]));
  }
  static override now(): number {
    return OwnDate.now() + aheadMs;
  }
}
globalThis.Date = OtherDate as DateConstructor;

// Node dates its answers by a clock that it keeps to itself.
subscribe('http.server.request.start', (message) => {
  (message as { readonly response: ServerResponse }).response.setHeader('date', new Date().toUTCString());
});

process.argv = [node, fileURLToPath(import.meta.url), ...args];
await import('../../src/reference-server/main.ts');
