import { readExemplar } from './decode-exemplar.ts';
import { newPointHead, readHeadField } from './decode-point-head.ts';
import { HISTOGRAM_DATA_POINT } from './message-types.ts';
import type { Exemplar, HistogramPoint } from './model.ts';
import type { WireReader } from './wire-reader.ts';

const readFixed64 = (reader: WireReader): bigint => reader.fixed64();
const readDouble = (reader: WireReader): number => reader.double();

export function readHistogramPoint(reader: WireReader, index: number): HistogramPoint {
  const head = newPointHead();
  const exemplars: Exemplar[] = [];
  const bucketCounts: bigint[] = [];
  const explicitBounds: number[] = [];
  let count = 0n;
  let sum: number | undefined;
  let min: number | undefined;
  let max: number | undefined;
  reader.enter(HISTOGRAM_DATA_POINT, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (readHeadField(reader, field, head)) continue;
    switch (field) {
      case 'count':
        count = reader.fixed64();
        break;
      case 'sum':
        sum = reader.double();
        break;
      case 'min':
        min = reader.double();
        break;
      case 'max':
        max = reader.double();
        break;
      case 'bucket_counts':
        reader.packed(bucketCounts, readFixed64);
        break;
      case 'explicit_bounds':
        reader.packed(explicitBounds, readDouble);
        break;
      case 'exemplars':
        readExemplar(reader, exemplars);
        break;
    }
  }
  return {
    ...head,
    count,
    sum,
    min,
    max,
    bucketCounts,
    explicitBounds,
    exemplars,
  };
}
