import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editMetrics } from '../../../faults/wire/edit.ts';
import type { Export } from '../../otlp/export.ts';
import type { Exemplar, HistogramPoint, MetricData, ResourceMetrics } from '../../otlp/model.ts';
import { soundRecord } from '../record.fixture.ts';
import type { EpochRecord } from '../record.ts';
import { isRed, sentences, stateOf } from '../rulings.fixture.ts';
import { COLLECTION_SPREAD_SECONDS } from './collection-time.ts';

const sound = soundRecord();
const ERRORS = 'kms.errors.total';
const DURATION = 'kms.kmip.operation.duration';

type Point = MetricData['points'][number];

const points = (name: string, edit: (point: Point, index: number, exported: number) => object) =>
  editMetrics((metric, { index: exported }) => [
    metric.name === name
      ? {
          ...metric,
          data: {
            ...metric.data,
            points: metric.data.points.map((point, index) => ({ ...point, ...edit(point, index, exported) })),
          } as MetricData,
        }
      : metric,
  ]);

const resources = (edit: (resource: ResourceMetrics, index: number) => readonly ResourceMetrics[]) =>
  exportsOf((exported, index) => ({
    ...exported,
    request: { resourceMetrics: exported.request.resourceMetrics.flatMap((one) => edit(one, index)) },
  }));

const exportsOf =
  (edit: (exported: Export, index: number) => Export) =>
  (record: EpochRecord): EpochRecord => ({ ...record, exports: record.exports.map(edit) });

const named = (name: string) =>
  editMetrics((metric) => (metric.name === ERRORS ? [metric, { ...metric, name }] : [metric]));

const exemplar = (edit: (point: HistogramPoint) => Partial<Exemplar>) =>
  points(DURATION, (point) => {
    const own = point as HistogramPoint;
    if (own.count === 0n) return {};
    const good = { filteredAttributes: [], timeUnixNano: own.timeUnixNano, value: own.min };
    return { exemplars: [{ ...good, traceId: new Uint8Array(), spanId: new Uint8Array(), ...edit(own) }] };
  });

const overflow = (attributes: readonly { readonly key: string; readonly value: unknown }[]) =>
  points(ERRORS, (_, index) => (index === 0 ? { attributes } : {}));

const WRONG: readonly (readonly [check: string, what: string, edit: (record: EpochRecord) => EpochRecord])[] =
  [
    ['data-model/names', 'a digit first', named('1kms')],
    ['data-model/names', 'a space', named('kms errors')],
    ['data-model/names', 'an empty name', named('')],
    ['data-model/names', '256 characters', named('k'.repeat(256))],
    ['data-model/names', 'an empty key', points(ERRORS, () => ({ attributes: [{ key: '', value: 'x' }] }))],
    [
      'data-model/number-type',
      'a double among integers',
      points(ERRORS, ({ attributes }, index) => ({ attributes, value: index === 0 ? 1.5 : 1n })),
    ],
    ['data-model/start-time', 'no start', points(ERRORS, () => ({ startTimeUnixNano: 0n }))],
    [
      'data-model/collection-time',
      'a point taken earlier',
      points(ERRORS, ({ timeUnixNano }) => ({ timeUnixNano: timeUnixNano - 1_000_000_001n })),
    ],
    ['data-model/no-recorded-value', 'a value beside the flag', points(ERRORS, () => ({ flags: 1 }))],
    ['data-model/flags', 'the second bit', points(ERRORS, () => ({ flags: 2 }))],
    ['data-model/flags', 'the highest bit', points(ERRORS, () => ({ flags: 0x80000000 }))],
    ['data-model/exemplars', 'no value', exemplar(() => ({ value: undefined }))],
    ['data-model/exemplars', 'no time', exemplar(() => ({ timeUnixNano: 0n }))],
    [
      'data-model/exemplars',
      'taken after its point',
      exemplar((point) => ({ timeUnixNano: point.timeUnixNano + 1n })),
    ],
    [
      'data-model/exemplars',
      'taken before the window',
      exemplar((point) => ({ timeUnixNano: point.startTimeUnixNano - 1n })),
    ],
    ['data-model/exemplars', 'in an empty bucket', exemplar(() => ({ value: 4 }))],
    [
      'data-model/envelopes',
      'no resource',
      exportsOf((exported, index) =>
        index === 1 ? { ...exported, request: { resourceMetrics: [] } } : exported,
      ),
    ],
    [
      'data-model/envelopes',
      'a resource without a scope',
      resources((resource) => [resource, { ...resource, scopeMetrics: [] }]),
    ],
    [
      'data-model/envelopes',
      'a scope without a metric',
      resources((resource) => [
        {
          ...resource,
          scopeMetrics: [
            ...resource.scopeMetrics,
            { name: 'idle', version: '', attributes: [], schemaUrl: '', metrics: [] },
          ],
        },
      ]),
    ],
    [
      'data-model/overflow',
      'a text for a boolean',
      overflow([{ key: 'otel.metric.overflow', value: 'true' }]),
    ],
    [
      'data-model/overflow',
      'another attribute beside it',
      overflow([
        { key: 'otel.metric.overflow', value: true },
        { key: 'error_type', value: 'x' },
      ]),
    ],
    [
      'origin/stability',
      'an instance of its own for each export',
      resources((resource, index) => [
        { ...resource, attributes: [...resource.attributes, { key: 'service.instance', value: `${index}` }] },
      ]),
    ],
    [
      'origin/stability',
      'a scope that changes',
      resources((resource, index) => [
        {
          ...resource,
          scopeMetrics: resource.scopeMetrics.map((scope) => ({ ...scope, version: `${index}` })),
        },
      ]),
    ],
    [
      'origin/schema-url',
      'no version',
      resources((resource) => [{ ...resource, schemaUrl: 'https://opentelemetry.io/schemas/latest' }]),
    ],
    ['data-model/wire', 'no OTLP at all', (record) => ({ ...record, undecodable: ['offset 3: cut off'] })],
    [
      'data-model/histogram',
      'a bucket that empties',
      points(DURATION, (point, index, exported) => {
        const own = point as HistogramPoint;
        const counts = own.bucketCounts.toReversed();
        return index === 0 && exported > 2 ? { bucketCounts: counts, min: undefined, max: undefined } : {};
      }),
    ],
    [
      'data-model/histogram',
      'a minimum that rises',
      points(DURATION, (point, _, exported) => {
        const { min, max, sum } = point as HistogramPoint;
        return exported > 0 || min === undefined
          ? {}
          : { min: min / 2, max, sum: sum === undefined ? undefined : sum };
      }),
    ],
    [
      'data-model/histogram',
      'a maximum that falls',
      points(DURATION, (point, _, exported) => {
        const { max } = point as HistogramPoint;
        return exported > 0 || max === undefined ? {} : { max: max * 1.5 };
      }),
    ],
    [
      'data-model/histogram',
      'a sum that moves alone',
      points(DURATION, (point, _, exported) => {
        const { sum, count } = point as HistogramPoint;
        return count === 0n || sum === undefined || exported === 0
          ? {}
          : { sum: sum * 1.01 ** exported, min: undefined, max: undefined };
      }),
    ],
    [
      'data-model/histogram',
      'a bound that is no number',
      points(DURATION, (point) => ({
        explicitBounds: (point as HistogramPoint).explicitBounds.map((bound, index) =>
          index === 0 ? Number.NaN : bound,
        ),
      })),
    ],
    [
      'histogram/resolution',
      'bounds for milliseconds',
      points('kms.database.operation.duration', (point) => ({
        explicitBounds: [0, 5, 10],
        bucketCounts: [0n, (point as HistogramPoint).count, 0n, 0n],
      })),
    ],
    [
      'data-model/identity',
      'one metric in two pieces',
      editMetrics((metric) =>
        metric.name === ERRORS && metric.data.points.length > 1
          ? [
              { ...metric, data: { ...metric.data, points: metric.data.points.slice(0, 1) } as MetricData },
              { ...metric, data: { ...metric.data, points: metric.data.points.slice(1) } as MetricData },
            ]
          : [metric],
      ),
    ],
    [
      'catalogue/description',
      'the words of another',
      editMetrics((metric) => [
        metric.name === ERRORS ? { ...metric, description: 'Total KMIP operations executed' } : metric,
      ]),
    ],
    [
      'catalogue/description',
      'other words later',
      editMetrics((metric, { index: exported }) => [
        metric.name === ERRORS ? { ...metric, description: `words ${exported}` } : metric,
      ]),
    ],
    [
      'origin/resource',
      'what an SDK says where nobody named the service',
      resources((resource) => [
        {
          ...resource,
          attributes: resource.attributes.map(({ key, value }) => ({
            key,
            value: key === 'service.name' ? 'unknown_service:kms' : value,
          })),
        },
      ]),
    ],
  ];

for (const [check, what, edit] of WRONG) {
  test(`${check} turns red: ${what}`, () => {
    assert.ok(isRed(check, edit(sound)), sentences(check, sound).join('\n'));
  });
}

const RIGHT: readonly (readonly [check: string, what: string, edit: (record: EpochRecord) => EpochRecord])[] =
  [
    ['data-model/names', '255 characters', named(`k${'-'.repeat(254)}`)],
    ['data-model/exemplars', 'one of its point', exemplar(() => ({}))],
    [
      'data-model/exemplars',
      'taken at the start',
      exemplar((point) => ({ timeUnixNano: point.startTimeUnixNano })),
    ],
    [
      'data-model/collection-time',
      'as long as a collection may take',
      points(ERRORS, ({ timeUnixNano }) => ({
        timeUnixNano: timeUnixNano - BigInt(COLLECTION_SPREAD_SECONDS * 1e9),
      })),
    ],
    [
      'data-model/no-recorded-value',
      'a series that has ended',
      points(ERRORS, () => ({ flags: 1, value: undefined })),
    ],
    ['data-model/overflow', 'the true one', overflow([{ key: 'otel.metric.overflow', value: true }])],
    [
      'origin/schema-url',
      'a version',
      resources((resource) => [{ ...resource, schemaUrl: 'https://opentelemetry.io/schemas/1.37.0' }]),
    ],
  ];

for (const [check, what, edit] of RIGHT) {
  test(`${check} stays green: ${what}`, () => assert.equal(stateOf(check, edit(sound)), 'passed'));
}
