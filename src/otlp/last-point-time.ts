import { decodeMetrics } from './decode.ts';
import { OtlpDecodeError } from './decode-error.ts';
import type { ReaderCaches } from './reader-caches.ts';

/**
 * When the collection in this message was taken: the latest point time, Unix nanoseconds. An export that is sent again
 * has it once more, the next collection has a later one. undefined where there is no point or no way to read it.
 */
export function lastPointTime(raw: Uint8Array, caches?: ReaderCaches): bigint | undefined {
  try {
    const times = decodeMetrics(raw, caches).request.resourceMetrics.flatMap(({ scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) =>
        metrics.flatMap(({ data }) => data.points.map(({ timeUnixNano }) => timeUnixNano)),
      ),
    );
    return times.reduce<bigint | undefined>(
      (latest, time) => (latest === undefined || time > latest ? time : latest),
      undefined,
    );
  } catch (error) {
    if (!(error instanceof OtlpDecodeError)) throw error;
    return undefined;
  }
}
