import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Export } from '../otlp/export.ts';
import type { Capture, RecordedEpoch } from './capture.ts';
import { encode, type Mask } from './codec.ts';
import type { Exported } from './schema.ts';

/** The file, piece by piece: JSON Lines, gzipped where its name ends in .gz. Secrets are masked. */
export function captureFile(capture: Capture, mask: Mask, name: string): AsyncIterable<Uint8Array | string> {
  const lines = Readable.from(linesOf(capture, mask));
  return name.endsWith('.gz') ? lines.pipe(createGzip()) : lines;
}

/** One line for the header, each epoch, entry, export, scenario, refusal and result, and one that counts them. */
export function* linesOf(capture: Capture, mask: Mask): Generator<string> {
  const counts: Record<string, number> = {};
  for (const [line, content] of contentsOf(capture)) {
    counts[line] = (counts[line] ?? 0) + 1;
    yield textOf(line, encode(content, mask));
  }
  yield textOf('footer', counts);
}

const textOf = (line: string, content: unknown): string => `${JSON.stringify({ line, is: content })}\n`;

function* contentsOf(capture: Capture): Generator<readonly [line: string, content: unknown]> {
  yield ['header', capture.header];
  for (const epochs of capture.instances) {
    yield ['instance', {}];
    for (const epoch of epochs) yield* epochLines(epoch);
  }
  for (const scenario of capture.scenarios) yield ['scenario', scenario];
  for (const refusal of capture.refusals) yield ['refusal', refusal];
  for (const result of capture.results) yield ['result', result];
}

function* epochLines({ entries, exports, ...epoch }: RecordedEpoch): Generator<readonly [string, unknown]> {
  yield ['epoch', epoch];
  for (const entry of entries) yield ['entry', entry];
  for (const exported of exports) yield ['export', rawOf(exported)];
}

const rawOf = ({ arrivedAtUnixMs, transport, raw }: Export): Exported => ({
  arrivedAtUnixMs,
  path: transport.path,
  headers: new Map(
    Object.entries(transport.headers).map(([name, value]) => [name, CREDENTIAL.test(name) ? HIDDEN : value]),
  ),
  raw,
});

/** A target may have been given headers for its collector that prove who it is. */
const CREDENTIAL = /authorization|cookie|token|secret|password|key|honeycomb-team/i;
const HIDDEN = '***';
