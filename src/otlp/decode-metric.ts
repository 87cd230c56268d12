import { readAttributes } from './decode-attributes.ts';
import { readExponentialHistogramPoint } from './decode-exponential-histogram-point.ts';
import { readHistogramPoint } from './decode-histogram-point.ts';
import { readNumberPoint } from './decode-number-point.ts';
import { readSummaryPoint } from './decode-summary-point.ts';
import { NONE } from './growing.ts';
import { EXPONENTIAL_HISTOGRAM, GAUGE, HISTOGRAM, METRIC, SUM, SUMMARY } from './message-types.ts';
import type { KeyValue, Metric, MetricData, Temporality } from './model.ts';
import type { MessageType } from './wire-format.ts';
import type { WireReader } from './wire-reader.ts';

export function readMetric(reader: WireReader, index: number): Metric {
  let name = '';
  let description = '';
  let unit = '';
  let metadata: readonly KeyValue[] = NONE;
  let data: MetricData = { kind: 'none', points: [] };
  reader.enter(METRIC, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    switch (field) {
      case 'name':
        name = reader.text();
        break;
      case 'description':
        description = reader.text();
        break;
      case 'unit':
        unit = reader.text();
        break;
      case 'metadata':
        metadata = readAttributes(reader, metadata);
        break;
      case 'gauge':
        data = { kind: 'gauge', points: readAggregation(reader, GAUGE, readNumberPoint).points };
        break;
      case 'sum':
        data = { kind: 'sum', ...readAggregation(reader, SUM, readNumberPoint) };
        break;
      case 'histogram': {
        const { points, temporality } = readAggregation(reader, HISTOGRAM, readHistogramPoint);
        data = { kind: 'histogram', points, temporality };
        break;
      }
      case 'exponential_histogram': {
        const read = readAggregation(reader, EXPONENTIAL_HISTOGRAM, readExponentialHistogramPoint);
        data = { kind: 'exponentialHistogram', points: read.points, temporality: read.temporality };
        break;
      }
      case 'summary':
        data = { kind: 'summary', points: readAggregation(reader, SUMMARY, readSummaryPoint).points };
        break;
    }
  }
  return { name, description, unit, metadata, data };
}

interface Aggregation<Point> {
  readonly points: readonly Point[];
  readonly temporality: Temporality;
  readonly isMonotonic: boolean;
}

/** Gauge, Sum, Histogram, ExponentialHistogram and Summary share the numbers of the fields that they share. */
function readAggregation<Point>(
  reader: WireReader,
  type: MessageType,
  readPoint: (reader: WireReader, index: number) => Point,
): Aggregation<Point> {
  const points: Point[] = [];
  let temporality: Temporality = 'unspecified';
  let isMonotonic = false;
  reader.enter(type);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    switch (field) {
      case 'data_points':
        reader.countPoint();
        points.push(readPoint(reader, points.length));
        break;
      case 'aggregation_temporality':
        temporality = readTemporality(reader);
        break;
      case 'is_monotonic':
        isMonotonic = reader.bool();
        break;
    }
  }
  return { points, temporality, isMonotonic };
}

function readTemporality(reader: WireReader): Temporality {
  const number = reader.int64();
  if (number === 1n) return 'delta';
  if (number === 2n) return 'cumulative';
  if (number !== 0n) reader.note('unknown-enumeration', `${number} is not an AggregationTemporality`);
  return 'unspecified';
}
