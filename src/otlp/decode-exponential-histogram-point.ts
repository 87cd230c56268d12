import { readExemplar } from './decode-exemplar.ts';
import { newPointHead, readHeadField } from './decode-point-head.ts';
import { BUCKETS, EXPONENTIAL_HISTOGRAM_DATA_POINT } from './message-types.ts';
import type { Exemplar, ExponentialBuckets, ExponentialHistogramPoint } from './model.ts';
import type { WireReader } from './wire-reader.ts';

const NO_BUCKETS: ExponentialBuckets = { offset: 0, bucketCounts: [] };
const readUint64 = (reader: WireReader): bigint => reader.uint64();

export function readExponentialHistogramPoint(reader: WireReader, index: number): ExponentialHistogramPoint {
  const head = newPointHead();
  const exemplars: Exemplar[] = [];
  let count = 0n;
  let sum: number | undefined;
  let min: number | undefined;
  let max: number | undefined;
  let scale = 0;
  let zeroCount = 0n;
  let zeroThreshold = 0;
  let positive = NO_BUCKETS;
  let negative = NO_BUCKETS;
  reader.enter(EXPONENTIAL_HISTOGRAM_DATA_POINT, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (readHeadField(reader, field, head)) continue;
    switch (field) {
      case 'count':
        count = reader.fixed64();
        break;
      case 'sum':
        sum = reader.double();
        break;
      case 'scale':
        scale = reader.sint32();
        break;
      case 'zero_count':
        zeroCount = reader.fixed64();
        break;
      case 'positive':
        positive = readBuckets(reader);
        break;
      case 'negative':
        negative = readBuckets(reader);
        break;
      case 'exemplars':
        readExemplar(reader, exemplars);
        break;
      case 'min':
        min = reader.double();
        break;
      case 'max':
        max = reader.double();
        break;
      case 'zero_threshold':
        zeroThreshold = reader.double();
        break;
    }
  }
  return {
    ...head,
    count,
    sum,
    min,
    max,
    scale,
    zeroCount,
    zeroThreshold,
    positive,
    negative,
    exemplars,
  };
}

function readBuckets(reader: WireReader): ExponentialBuckets {
  let offset = 0;
  const bucketCounts: bigint[] = [];
  reader.enter(BUCKETS);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (field === 'offset') offset = reader.sint32();
    else reader.packed(bucketCounts, readUint64);
  }
  return { offset, bucketCounts };
}
