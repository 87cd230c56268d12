import {
  FIXED64,
  field,
  ignored,
  LEN,
  messageType,
  oneof,
  packed,
  profiling,
  repeated,
  VARINT,
} from './wire-format.ts';

/*
 * Transcribed from opentelemetry-proto ac2c4b5: opentelemetry/proto/{collector/metrics,metrics,resource,common}/v1.
 */

export const EXPORT_METRICS_SERVICE_REQUEST = messageType('ExportMetricsServiceRequest', {
  1: repeated('resource_metrics'),
});

export const RESOURCE_METRICS = messageType('ResourceMetrics', {
  1: field('resource', LEN),
  2: repeated('scope_metrics'),
  3: field('schema_url', LEN),
});

export const RESOURCE = messageType('Resource', {
  1: repeated('attributes'),
  2: ignored('dropped_attributes_count', VARINT),
  3: ignored('entity_refs', LEN),
});

export const SCOPE_METRICS = messageType('ScopeMetrics', {
  1: field('scope', LEN),
  2: repeated('metrics'),
  3: field('schema_url', LEN),
});

export const INSTRUMENTATION_SCOPE = messageType('InstrumentationScope', {
  1: field('name', LEN),
  2: field('version', LEN),
  3: repeated('attributes'),
  4: ignored('dropped_attributes_count', VARINT),
});

export const KEY_VALUE = messageType('KeyValue', {
  1: field('key', LEN),
  2: field('value', LEN),
  3: profiling('key_strindex'),
});

export const ANY_VALUE = messageType('AnyValue', {
  1: oneof('value', 'string_value', LEN),
  2: oneof('value', 'bool_value', VARINT),
  3: oneof('value', 'int_value', VARINT),
  4: oneof('value', 'double_value', FIXED64),
  5: oneof('value', 'array_value', LEN),
  6: oneof('value', 'kvlist_value', LEN),
  7: oneof('value', 'bytes_value', LEN),
  8: profiling('string_value_strindex'),
});

export const ARRAY_VALUE = messageType('ArrayValue', { 1: repeated('values') });

export const KEY_VALUE_LIST = messageType('KeyValueList', { 1: repeated('values') });

export const METRIC = messageType('Metric', {
  1: field('name', LEN),
  2: field('description', LEN),
  3: field('unit', LEN),
  5: oneof('data', 'gauge', LEN),
  7: oneof('data', 'sum', LEN),
  9: oneof('data', 'histogram', LEN),
  10: oneof('data', 'exponential_histogram', LEN),
  11: oneof('data', 'summary', LEN),
  12: repeated('metadata'),
});

export const GAUGE = messageType('Gauge', { 1: repeated('data_points') });

export const SUMMARY = messageType('Summary', { 1: repeated('data_points') });

export const HISTOGRAM = messageType('Histogram', {
  1: repeated('data_points'),
  2: field('aggregation_temporality', VARINT),
});

export const EXPONENTIAL_HISTOGRAM = messageType('ExponentialHistogram', {
  1: repeated('data_points'),
  2: field('aggregation_temporality', VARINT),
});

export const SUM = messageType('Sum', {
  1: repeated('data_points'),
  2: field('aggregation_temporality', VARINT),
  3: field('is_monotonic', VARINT),
});

export const NUMBER_DATA_POINT = messageType('NumberDataPoint', {
  2: field('start_time_unix_nano', FIXED64),
  3: field('time_unix_nano', FIXED64),
  4: oneof('value', 'as_double', FIXED64),
  5: repeated('exemplars'),
  6: oneof('value', 'as_int', FIXED64),
  7: repeated('attributes'),
  8: field('flags', VARINT),
});

export const HISTOGRAM_DATA_POINT = messageType('HistogramDataPoint', {
  2: field('start_time_unix_nano', FIXED64),
  3: field('time_unix_nano', FIXED64),
  4: field('count', FIXED64),
  5: field('sum', FIXED64),
  6: packed('bucket_counts', FIXED64),
  7: packed('explicit_bounds', FIXED64),
  8: repeated('exemplars'),
  9: repeated('attributes'),
  10: field('flags', VARINT),
  11: field('min', FIXED64),
  12: field('max', FIXED64),
});

export const EXPONENTIAL_HISTOGRAM_DATA_POINT = messageType('ExponentialHistogramDataPoint', {
  1: repeated('attributes'),
  2: field('start_time_unix_nano', FIXED64),
  3: field('time_unix_nano', FIXED64),
  4: field('count', FIXED64),
  5: field('sum', FIXED64),
  6: field('scale', VARINT),
  7: field('zero_count', FIXED64),
  8: field('positive', LEN),
  9: field('negative', LEN),
  10: field('flags', VARINT),
  11: repeated('exemplars'),
  12: field('min', FIXED64),
  13: field('max', FIXED64),
  14: field('zero_threshold', FIXED64),
});

export const BUCKETS = messageType('Buckets', {
  1: field('offset', VARINT),
  2: packed('bucket_counts', VARINT),
});

export const SUMMARY_DATA_POINT = messageType('SummaryDataPoint', {
  2: field('start_time_unix_nano', FIXED64),
  3: field('time_unix_nano', FIXED64),
  4: field('count', FIXED64),
  5: field('sum', FIXED64),
  6: repeated('quantile_values'),
  7: repeated('attributes'),
  8: field('flags', VARINT),
});

export const VALUE_AT_QUANTILE = messageType('ValueAtQuantile', {
  1: field('quantile', FIXED64),
  2: field('value', FIXED64),
});

export const EXEMPLAR = messageType('Exemplar', {
  2: field('time_unix_nano', FIXED64),
  3: oneof('value', 'as_double', FIXED64),
  4: field('span_id', LEN),
  5: field('trace_id', LEN),
  6: oneof('value', 'as_int', FIXED64),
  7: repeated('filtered_attributes'),
});
