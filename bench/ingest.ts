import assert from 'node:assert/strict';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { decodeMetrics } from '../src/otlp/decode.ts';
import { compared, type Figure, inTurns } from './figure.ts';
import { payloadOf } from './payload.ts';

const ROUNDS = 5;
const ROUND_MS = 300;

/**
 * Points per second of the suite's strict reader beside protobufjs, which generates code from the proto and checks
 * neither text nor unknown fields. Both decode the same bytes on one thread.
 */
export async function ingest(): Promise<readonly Figure[]> {
  const type = protobuf
    .loadSync(join(import.meta.dirname, 'metrics.proto'))
    .lookupType('ExportMetricsServiceRequest');
  const figures: Figure[] = [];
  for (const points of [1_000, 10_000]) {
    const payload = payloadOf(points);
    const ours = () => decodeMetrics(payload);
    const theirs = () => type.decode(payload);
    assert.equal(count(ours().request), points);
    assert.equal(count(theirs()), points);
    const [rates = [], peerRates = []] = await inTurns(ROUNDS, [
      () => points * perSecond(ours),
      () => points * perSecond(theirs),
    ]);
    figures.push({
      name: `ingest, ${points} points an export`,
      unit: 'points/s',
      peer: 'protobufjs',
      ...compared(rates, peerRates),
    });
  }
  return figures;
}

function perSecond(work: () => unknown): number {
  const startedAtMs = performance.now();
  let times = 0;
  do {
    work();
    times += 1;
  } while (performance.now() - startedAtMs < ROUND_MS);
  return (times * 1000) / (performance.now() - startedAtMs);
}

/** Both decoders speak of points in lists; protobufjs calls them dataPoints. */
function count(message: unknown): number {
  return [
    ...JSON.stringify(message, (_, value) => (typeof value === 'bigint' ? `${value}` : value)).matchAll(
      /"startTimeUnixNano"/g,
    ),
  ].length;
}
