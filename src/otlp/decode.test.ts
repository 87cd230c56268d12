import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ValueType } from '@opentelemetry/api';
import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationTemporality, DataPointType, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { decodeMetrics } from './decode.ts';
import type { KeyValue, Metric } from './model.ts';
import { fullRequest } from './testing/sample.ts';

const START = 1_760_000_000_123_456_789n;
const END = 1_760_000_030_000_000_001n;

const times = {
  startTime: [1_760_000_000, 123_456_789] as [number, number],
  endTime: [1_760_000_030, 1] as [number, number],
};
const readTimes = { startTimeUnixNano: START, timeUnixNano: END, flags: 0 };

const sdkAttributes = {
  operation: 'Größe 鍵 🔑',
  success: true,
  retries: -3,
  big: 2 ** 60 + 4096,
  ratio: 0.5,
  texts: ['a', 'b'],
  flags: [true, false],
};
const readAttributes: readonly KeyValue[] = [
  { key: 'operation', value: 'Größe 鍵 🔑' },
  { key: 'success', value: true },
  { key: 'retries', value: -3n },
  { key: 'big', value: 2n ** 60n + 4096n },
  { key: 'ratio', value: 0.5 },
  { key: 'texts', value: ['a', 'b'] },
  { key: 'flags', value: [true, false] },
];

type SdkMetric = ResourceMetrics['scopeMetrics'][number]['metrics'][number];

function descriptor(name: string, valueType: ValueType): SdkMetric['descriptor'] {
  return { name, description: `${name} €`, unit: 's', valueType, advice: {} } as SdkMetric['descriptor'];
}

function readMetric(name: string, data: Metric['data']): Metric {
  return { name, description: `${name} €`, unit: 's', metadata: [], data };
}

const numberPoint = (value: number) => ({ ...times, attributes: sdkAttributes, value });
const readNumberPoint = (value: number | bigint) => ({
  ...readTimes,
  attributes: readAttributes,
  value,
  exemplars: [],
});

const cases: readonly { readonly name: string; readonly sdk: SdkMetric; readonly read: Metric }[] = [
  {
    name: 'a sum of integers, negative and beyond 2^53, delta',
    sdk: {
      descriptor: descriptor('a.sum', ValueType.INT),
      dataPointType: DataPointType.SUM,
      aggregationTemporality: AggregationTemporality.DELTA,
      isMonotonic: false,
      dataPoints: [-7, -(2 ** 62), 2 ** 60 + 4096].map(numberPoint),
    },
    read: readMetric('a.sum', {
      kind: 'sum',
      temporality: 'delta',
      isMonotonic: false,
      points: [-7n, -(2n ** 62n), 2n ** 60n + 4096n].map(readNumberPoint),
    }),
  },
  {
    name: 'a monotonic sum of doubles, cumulative',
    sdk: {
      descriptor: descriptor('a.double.sum', ValueType.DOUBLE),
      dataPointType: DataPointType.SUM,
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      isMonotonic: true,
      dataPoints: [numberPoint(3)],
    },
    read: readMetric('a.double.sum', {
      kind: 'sum',
      temporality: 'cumulative',
      isMonotonic: true,
      points: [readNumberPoint(3)],
    }),
  },
  {
    name: 'a gauge',
    sdk: {
      descriptor: descriptor('a.gauge', ValueType.DOUBLE),
      dataPointType: DataPointType.GAUGE,
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPoints: [numberPoint(-0.25)],
    },
    read: readMetric('a.gauge', { kind: 'gauge', points: [readNumberPoint(-0.25)] }),
  },
  {
    name: 'a histogram',
    sdk: {
      descriptor: descriptor('a.histogram', ValueType.DOUBLE),
      dataPointType: DataPointType.HISTOGRAM,
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPoints: [
        {
          ...times,
          attributes: {},
          value: {
            buckets: { boundaries: [0.1, 1], counts: [1, 2 ** 40, 0] },
            sum: 2.5,
            count: 2 ** 40 + 1,
            min: 0.01,
            max: 0.9,
          },
        },
      ],
    },
    read: readMetric('a.histogram', {
      kind: 'histogram',
      temporality: 'cumulative',
      points: [
        {
          ...readTimes,
          attributes: [],
          count: 2n ** 40n + 1n,
          sum: 2.5,
          min: 0.01,
          max: 0.9,
          bucketCounts: [1n, 2n ** 40n, 0n],
          explicitBounds: [0.1, 1],
          exemplars: [],
        },
      ],
    }),
  },
  {
    name: 'an exponential histogram without sum, min and max',
    sdk: {
      descriptor: descriptor('an.exponential.histogram', ValueType.DOUBLE),
      dataPointType: DataPointType.EXPONENTIAL_HISTOGRAM,
      aggregationTemporality: AggregationTemporality.DELTA,
      dataPoints: [
        {
          ...times,
          attributes: {},
          value: {
            count: 6,
            scale: -3,
            zeroCount: 1,
            positive: { offset: -5, bucketCounts: [1, 300] },
            negative: { offset: 4, bucketCounts: [4] },
          },
        },
      ],
    },
    read: readMetric('an.exponential.histogram', {
      kind: 'exponentialHistogram',
      temporality: 'delta',
      points: [
        {
          ...readTimes,
          attributes: [],
          count: 6n,
          sum: undefined,
          min: undefined,
          max: undefined,
          scale: -3,
          zeroCount: 1n,
          zeroThreshold: 0,
          positive: { offset: -5, bucketCounts: [1n, 300n] },
          negative: { offset: 4, bucketCounts: [4n] },
          exemplars: [],
        },
      ],
    }),
  },
];

describe('decodeMetrics', () => {
  for (const { name, sdk, read } of cases)
    it(`reads from the JavaScript SDK ${name}`, () => {
      const bytes = ProtobufMetricsSerializer.serializeRequest({
        resource: resourceFromAttributes({ 'service.name': 'kms' }),
        scopeMetrics: [{ scope: { name: 'kms', version: '1', schemaUrl: 'https://s' }, metrics: [sdk] }],
      });
      assert.deepEqual(decodeMetrics(bytes ?? new Uint8Array()), {
        request: {
          resourceMetrics: [
            {
              attributes: [{ key: 'service.name', value: 'kms' }],
              schemaUrl: '',
              scopeMetrics: [
                { name: 'kms', version: '1', attributes: [], schemaUrl: 'https://s', metrics: [read] },
              ],
            },
          ],
        },
        issues: [],
      });
    });

  it('reads one of everything, as written by protobufjs 7.6.6 from opentelemetry-proto ac2c4b5', () => {
    const hex = readFileSync(new URL('testing/full-request.hex', import.meta.url), 'utf8');
    const bytes = Buffer.from(hex.replaceAll('\n', ''), 'hex');
    assert.deepEqual(decodeMetrics(bytes), { request: fullRequest(), issues: [] });
  });

  it('reads nothing as a request without resources', () => {
    assert.deepEqual(decodeMetrics(new Uint8Array()), { request: { resourceMetrics: [] }, issues: [] });
  });
});
