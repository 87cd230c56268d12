import { writeAttributes } from './encode-values.ts';
import type {
  Exemplar,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  NumberPoint,
  SummaryPoint,
} from './model.ts';
import type { WireWriter } from './wire-writer.ts';

export function writeNumberPoint(writer: WireWriter, point: NumberPoint): void {
  writeTimes(writer, point);
  writeValue(writer, point.value, { asDouble: 4, asInt: 6 });
  writeExemplars(writer, 5, point.exemplars);
  writeAttributes(writer, 7, point.attributes);
  writer.varintIfSet(8, point.flags);
}

export function writeHistogramPoint(writer: WireWriter, point: HistogramPoint): void {
  writeTimes(writer, point);
  writer.fixed64IfSet(4, point.count);
  writeOptionalDouble(writer, 5, point.sum);
  writer.packedFixed64(6, point.bucketCounts);
  writer.packedDouble(7, point.explicitBounds);
  writeExemplars(writer, 8, point.exemplars);
  writeAttributes(writer, 9, point.attributes);
  writer.varintIfSet(10, point.flags);
  writeOptionalDouble(writer, 11, point.min);
  writeOptionalDouble(writer, 12, point.max);
}

export function writeExponentialHistogramPoint(writer: WireWriter, point: ExponentialHistogramPoint): void {
  writeAttributes(writer, 1, point.attributes);
  writeTimes(writer, point);
  writer.fixed64IfSet(4, point.count);
  writeOptionalDouble(writer, 5, point.sum);
  writer.sint32IfSet(6, point.scale);
  writer.fixed64IfSet(7, point.zeroCount);
  writeBuckets(writer, 8, point.positive);
  writeBuckets(writer, 9, point.negative);
  writer.varintIfSet(10, point.flags);
  writeExemplars(writer, 11, point.exemplars);
  writeOptionalDouble(writer, 12, point.min);
  writeOptionalDouble(writer, 13, point.max);
  writer.doubleIfSet(14, point.zeroThreshold);
}

export function writeSummaryPoint(writer: WireWriter, point: SummaryPoint): void {
  writeTimes(writer, point);
  writer.fixed64IfSet(4, point.count);
  writer.doubleIfSet(5, point.sum);
  for (const { quantile, value } of point.quantiles)
    writer.message(6, () => {
      writer.doubleIfSet(1, quantile);
      writer.doubleIfSet(2, value);
    });
  writeAttributes(writer, 7, point.attributes);
  writer.varintIfSet(8, point.flags);
}

function writeTimes(
  writer: WireWriter,
  point: { readonly startTimeUnixNano: bigint; readonly timeUnixNano: bigint },
): void {
  writer.fixed64IfSet(2, point.startTimeUnixNano);
  writer.fixed64IfSet(3, point.timeUnixNano);
}

function writeValue(
  writer: WireWriter,
  value: bigint | number | undefined,
  numbers: { readonly asDouble: number; readonly asInt: number },
): void {
  if (typeof value === 'bigint') writer.fixed64(numbers.asInt, value);
  else if (typeof value === 'number') writer.double(numbers.asDouble, value);
}

function writeOptionalDouble(writer: WireWriter, number: number, value: number | undefined): void {
  if (value !== undefined) writer.double(number, value);
}

function writeBuckets(writer: WireWriter, number: number, buckets: ExponentialBuckets): void {
  if (buckets.offset === 0 && buckets.bucketCounts.length === 0) return;
  writer.message(number, () => {
    writer.sint32IfSet(1, buckets.offset);
    writer.packedVarint(2, buckets.bucketCounts);
  });
}

function writeExemplars(writer: WireWriter, number: number, exemplars: readonly Exemplar[]): void {
  for (const exemplar of exemplars)
    writer.message(number, () => {
      writer.fixed64IfSet(2, exemplar.timeUnixNano);
      writeValue(writer, exemplar.value, { asDouble: 3, asInt: 6 });
      writer.bytesIfSet(4, exemplar.spanId);
      writer.bytesIfSet(5, exemplar.traceId);
      writeAttributes(writer, 7, exemplar.filteredAttributes);
    });
}
