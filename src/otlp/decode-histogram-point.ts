import { readExemplar } from './decode-exemplar.ts';
import { readAttribute } from './decode-values.ts';
import { HISTOGRAM_DATA_POINT } from './message-types.ts';
import type { Exemplar, HistogramPoint, KeyValue } from './model.ts';
import type { WireReader } from './wire-reader.ts';

const readFixed64 = (reader: WireReader): bigint => reader.fixed64();
const readDouble = (reader: WireReader): number => reader.double();

export function readHistogramPoint(reader: WireReader, index: number): HistogramPoint {
  const attributes: KeyValue[] = [];
  const exemplars: Exemplar[] = [];
  const bucketCounts: bigint[] = [];
  const explicitBounds: number[] = [];
  let startTimeUnixNano = 0n;
  let timeUnixNano = 0n;
  let flags = 0;
  let count = 0n;
  let sum: number | undefined;
  let min: number | undefined;
  let max: number | undefined;
  reader.enter(HISTOGRAM_DATA_POINT, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    switch (field) {
      case 'attributes':
        readAttribute(reader, attributes);
        break;
      case 'start_time_unix_nano':
        startTimeUnixNano = reader.fixed64();
        break;
      case 'time_unix_nano':
        timeUnixNano = reader.fixed64();
        break;
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
      case 'flags':
        flags = reader.uint32();
        break;
    }
  }
  return {
    attributes,
    startTimeUnixNano,
    timeUnixNano,
    flags,
    count,
    sum,
    min,
    max,
    bucketCounts,
    explicitBounds,
    exemplars,
  };
}
