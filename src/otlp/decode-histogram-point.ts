import { readExemplar } from './decode-exemplar.ts';
import { type Draft, EMPTY_HEAD, readHeadField } from './decode-point-head.ts';
import { growing, NONE } from './growing.ts';
import { HISTOGRAM_DATA_POINT } from './message-types.ts';
import type { HistogramPoint } from './model.ts';
import type { WireReader } from './wire-reader.ts';

const readDouble = (reader: WireReader): number => reader.double();

export function readHistogramPoint(reader: WireReader, index: number): HistogramPoint {
  const bucketCounts: bigint[] = [];
  const point: Draft<HistogramPoint> = {
    ...EMPTY_HEAD,
    count: 0n,
    sum: undefined,
    min: undefined,
    max: undefined,
    bucketCounts,
    explicitBounds: NONE,
    exemplars: NONE,
  };
  reader.enter(HISTOGRAM_DATA_POINT, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (readHeadField(reader, field, point)) continue;
    switch (field) {
      case 'count':
        point.count = reader.fixed64();
        break;
      case 'sum':
        point.sum = reader.double();
        break;
      case 'min':
        point.min = reader.double();
        break;
      case 'max':
        point.max = reader.double();
        break;
      case 'bucket_counts':
        reader.fixed64s(bucketCounts);
        break;
      case 'explicit_bounds':
        point.explicitBounds = readBounds(reader, point.explicitBounds);
        break;
      case 'exemplars':
        point.exemplars = readExemplar(reader, point.exemplars);
        break;
    }
  }
  return point;
}

/** Those read before, and those at hand; equal bytes give the same frozen list as long as they are kept. */
function readBounds(reader: WireReader, before: readonly number[]): readonly number[] {
  const isWhole = before.length === 0 && reader.isDelimited;
  const known = isWhole ? reader.recalledField(reader.caches.bounds) : undefined;
  if (known !== undefined) return known;
  const start = reader.mark();
  const bounds = growing(before);
  reader.packed(bounds, readDouble);
  if (isWhole) reader.keep(reader.caches.bounds, start, bounds);
  return bounds;
}
