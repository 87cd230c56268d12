import { readExemplar } from './decode-exemplar.ts';
import { type Draft, EMPTY_HEAD, readHeadField } from './decode-point-head.ts';
import { NONE } from './growing.ts';
import { BUCKETS, EXPONENTIAL_HISTOGRAM_DATA_POINT } from './message-types.ts';
import type { ExponentialBuckets, ExponentialHistogramPoint } from './model.ts';
import type { WireReader } from './wire-reader.ts';

const NO_BUCKETS: ExponentialBuckets = { offset: 0, bucketCounts: NONE };
const readUint64 = (reader: WireReader): bigint => reader.uint64();

export function readExponentialHistogramPoint(reader: WireReader, index: number): ExponentialHistogramPoint {
  const point: Draft<ExponentialHistogramPoint> = {
    ...EMPTY_HEAD,
    count: 0n,
    sum: undefined,
    min: undefined,
    max: undefined,
    scale: 0,
    zeroCount: 0n,
    zeroThreshold: 0,
    positive: NO_BUCKETS,
    negative: NO_BUCKETS,
    exemplars: NONE,
  };
  reader.enter(EXPONENTIAL_HISTOGRAM_DATA_POINT, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (readHeadField(reader, field, point)) continue;
    switch (field) {
      case 'count':
        point.count = reader.fixed64();
        break;
      case 'sum':
        point.sum = reader.double();
        break;
      case 'scale':
        point.scale = reader.sint32();
        break;
      case 'zero_count':
        point.zeroCount = reader.fixed64();
        break;
      case 'positive':
        point.positive = readBuckets(reader);
        break;
      case 'negative':
        point.negative = readBuckets(reader);
        break;
      case 'exemplars':
        point.exemplars = readExemplar(reader, point.exemplars);
        break;
      case 'min':
        point.min = reader.double();
        break;
      case 'max':
        point.max = reader.double();
        break;
      case 'zero_threshold':
        point.zeroThreshold = reader.double();
        break;
    }
  }
  return point;
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
