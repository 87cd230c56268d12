import { type Draft, EMPTY_HEAD, readHeadField } from './decode-point-head.ts';
import { SUMMARY_DATA_POINT, VALUE_AT_QUANTILE } from './message-types.ts';
import type { SummaryPoint } from './model.ts';
import type { WireReader } from './wire-reader.ts';

type ValueAtQuantile = SummaryPoint['quantiles'][number];

export function readSummaryPoint(reader: WireReader, index: number): SummaryPoint {
  const quantiles: ValueAtQuantile[] = [];
  const point: Draft<SummaryPoint> = { ...EMPTY_HEAD, count: 0n, sum: 0, quantiles };
  reader.enter(SUMMARY_DATA_POINT, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (readHeadField(reader, field, point)) continue;
    switch (field) {
      case 'count':
        point.count = reader.fixed64();
        break;
      case 'sum':
        point.sum = reader.double();
        break;
      case 'quantile_values':
        quantiles.push(readValueAtQuantile(reader, quantiles.length));
        break;
    }
  }
  return point;
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
