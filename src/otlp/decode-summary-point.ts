import { newPointHead, readHeadField } from './decode-point-head.ts';
import { SUMMARY_DATA_POINT, VALUE_AT_QUANTILE } from './message-types.ts';
import type { SummaryPoint } from './model.ts';
import type { WireReader } from './wire-reader.ts';

type ValueAtQuantile = SummaryPoint['quantiles'][number];

export function readSummaryPoint(reader: WireReader, index: number): SummaryPoint {
  const head = newPointHead();
  const quantiles: ValueAtQuantile[] = [];
  let count = 0n;
  let sum = 0;
  reader.enter(SUMMARY_DATA_POINT, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (readHeadField(reader, field, head)) continue;
    switch (field) {
      case 'count':
        count = reader.fixed64();
        break;
      case 'sum':
        sum = reader.double();
        break;
      case 'quantile_values':
        quantiles.push(readValueAtQuantile(reader, quantiles.length));
        break;
    }
  }
  return { ...head, count, sum, quantiles };
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
