import {
  writeExponentialHistogramPoint,
  writeHistogramPoint,
  writeNumberPoint,
  writeSummaryPoint,
} from './encode-points.ts';
import { writeAttributes } from './encode-values.ts';
import type {
  Metric,
  MetricData,
  MetricsRequest,
  ResourceMetrics,
  ScopeMetrics,
  Temporality,
} from './model.ts';
import { WireWriter } from './wire-writer.ts';

/** Writes an ExportMetricsServiceRequest; `decodeMetrics` gives the same request back. */
export function encodeMetrics(request: MetricsRequest): Uint8Array {
  const writer = new WireWriter();
  for (const resourceMetrics of request.resourceMetrics)
    writer.message(1, () => writeResourceMetrics(writer, resourceMetrics));
  return writer.finish();
}

function writeResourceMetrics(writer: WireWriter, resourceMetrics: ResourceMetrics): void {
  writer.message(1, () => writeAttributes(writer, 1, resourceMetrics.attributes));
  for (const scopeMetrics of resourceMetrics.scopeMetrics)
    writer.message(2, () => writeScopeMetrics(writer, scopeMetrics));
  writer.textIfSet(3, resourceMetrics.schemaUrl);
}

function writeScopeMetrics(writer: WireWriter, scopeMetrics: ScopeMetrics): void {
  writer.message(1, () => {
    writer.textIfSet(1, scopeMetrics.name);
    writer.textIfSet(2, scopeMetrics.version);
    writeAttributes(writer, 3, scopeMetrics.attributes);
  });
  for (const metric of scopeMetrics.metrics) writer.message(2, () => writeMetric(writer, metric));
  writer.textIfSet(3, scopeMetrics.schemaUrl);
}

function writeMetric(writer: WireWriter, metric: Metric): void {
  writer.textIfSet(1, metric.name);
  writer.textIfSet(2, metric.description);
  writer.textIfSet(3, metric.unit);
  writeData(writer, metric.data);
  writeAttributes(writer, 12, metric.metadata);
}

const DATA_FIELD = { gauge: 5, sum: 7, histogram: 9, exponentialHistogram: 10, summary: 11 } as const;

const TEMPORALITY: Readonly<Record<Temporality, number>> = { unspecified: 0, delta: 1, cumulative: 2 };

function writeData(writer: WireWriter, data: MetricData): void {
  if (data.kind === 'none') return;
  writer.message(DATA_FIELD[data.kind], () => {
    writePoints(writer, data);
    if ('temporality' in data) writer.varintIfSet(2, TEMPORALITY[data.temporality]);
    if ('isMonotonic' in data) writer.varintIfSet(3, data.isMonotonic ? 1 : 0);
  });
}

function writePoints(writer: WireWriter, data: MetricData): void {
  const each = <Point>(points: readonly Point[], write: (writer: WireWriter, point: Point) => void): void => {
    for (const point of points) writer.message(1, () => write(writer, point));
  };
  if (data.kind === 'gauge' || data.kind === 'sum') each(data.points, writeNumberPoint);
  else if (data.kind === 'histogram') each(data.points, writeHistogramPoint);
  else if (data.kind === 'exponentialHistogram') each(data.points, writeExponentialHistogramPoint);
  else if (data.kind === 'summary') each(data.points, writeSummaryPoint);
}
