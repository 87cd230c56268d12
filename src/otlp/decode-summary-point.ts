import { readAttribute } from './decode-values.ts';
import { SUMMARY_DATA_POINT, VALUE_AT_QUANTILE } from './message-types.ts';
import type { KeyValue, SummaryPoint } from './model.ts';
import type { WireReader } from './wire-reader.ts';

type ValueAtQuantile = SummaryPoint['quantiles'][number];

export function readSummaryPoint(reader: WireReader, index: number): SummaryPoint {
  const attributes: KeyValue[] = [];
  const quantiles: ValueAtQuantile[] = [];
  let startTimeUnixNano = 0n;
  let timeUnixNano = 0n;
  let flags = 0;
  let count = 0n;
  let sum = 0;
  reader.enter(SUMMARY_DATA_POINT, index);
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
      case 'quantile_values':
        quantiles.push(readValueAtQuantile(reader, quantiles.length));
        break;
      case 'flags':
        flags = reader.uint32();
        break;
    }
  }
  return { attributes, startTimeUnixNano, timeUnixNano, flags, count, sum, quantiles };
}

function readValueAtQuantile(reader: WireReader, index: number): ValueAtQuantile {
  let quantile = 0;
  let value = 0;
  reader.enter(VALUE_AT_QUANTILE, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (field === 'quantile') quantile = reader.double();
    else value = reader.double();
  }
  return { quantile, value };
}
