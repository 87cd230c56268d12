import type { Contract, Instrument } from '../contract/contract.ts';
import { at, bare, create, does, grant, hold, op, plain, settingOf, T0 } from '../ledger/entries.fixture.ts';
import { answeredAt, type Entry } from '../ledger/entry.ts';
import { type InstrumentPrediction, predict } from '../ledger/predict.ts';
import type { Setting } from '../ledger/store-rules.ts';
import type { Labels } from '../ledger/tally.ts';
import type { Export } from '../otlp/export.ts';
import type { HistogramPoint, KeyValue, Metric, MetricData, NumberPoint } from '../otlp/model.ts';
import type { EpochRecord } from './record.ts';

/** Seconds from the start of the process to its first answer. */
const READY_AFTER = 0.2;
/** Seconds from collecting to arriving. */
const ON_THE_WAY = 0.005;

export const BOUNDS: readonly number[] = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

export interface Plan {
  readonly entries?: readonly Entry[];
  readonly setting?: Setting;
  /** Seconds after the start at which the target collects. */
  readonly collections?: readonly number[];
  /** Which of these are observations; all unless said otherwise. */
  readonly observed?: readonly number[];
  readonly testIntervalMs?: number | undefined;
}

/** A record in which every export says exactly what the ledger predicts. */
export function soundRecord(plan: Plan = {}): EpochRecord {
  const { entries = BUSY, setting = settingOf(), collections = [2, 4, 8, 12, 16] } = plan;
  const observed = plan.observed ?? collections;
  return {
    instance: 'main',
    setting,
    process: { spawnedAtUnixMs: T0, firstAnswerAtUnixMs: at(READY_AFTER), stoppedAtUnixMs: undefined },
    testIntervalMs: 'testIntervalMs' in plan ? plan.testIntervalMs : 1000,
    entries,
    exports: collections.map((seconds) => soundExport(entriesUntil(entries, seconds), setting, seconds)),
    observations: observed.map((seconds, index) => ({
      exportCount: collections.indexOf(seconds) + 1,
      entryCount: entriesUntil(entries, seconds).length,
      final: index === observed.length - 1,
    })),
    wrongWays: [],
  };
}

const entriesUntil = (entries: readonly Entry[], seconds: number): readonly Entry[] =>
  entries.filter((entry) => (answeredAt(entry) ?? entry.sentAtUnixMs) <= at(seconds));

/** Traffic that moves all eighteen: two users, failures, grants, wrapped objects, an HSM, held connections. */
export const BUSY: readonly Entry[] = [
  plain('GET', '/version', { sent: 0.1 }),
  create('k', { sent: 0.3 }),
  create('l', { sent: 0.4, wrappingKeyId: 'hsm::1::kek' }),
  create('s', { sent: 0.5, isKey: false }),
  does('Encrypt', { kind: 'used', id: 'l' }, { sent: 0.6 }),
  does('Encrypt', { kind: 'used', id: 'l' }, { sent: 0.7 }),
  does('Sign', { kind: 'hsm', operation: 'Sign' }, { sent: 0.8 }),
  bare('alice', op('Get', { failure: 'ObjectNotFound' }), {
    sent: 0.9,
    status: 422,
    canaries: ['made-up-id'],
  }),
  bare('bob', op('Get', { failure: 'PermissionDenied' }), { sent: 1, status: 401 }),
  bare('bob', op('Get', { failure: 'PermissionDenied' }), { sent: 1.1, status: 401 }),
  bare('bob', op('Hash'), { sent: 1.2 }),
  grant('bob', ['get', 'encrypt'], { sent: 1.3 }),
  grant('carol', ['get'], { sent: 1.4 }),
  hold('held', 2.5),
  hold('held', 2.6),
  does('Destroy', { kind: 'destroyed', id: 's' }, { sent: 2.7 }),
  hold('released', 5),
  hold('released', 5.1),
  bare('alice', op('DiscoverVersions'), { sent: 5.2 }),
];

/** What a target that counts as predicted would push at that moment. */
export function soundExport(entries: readonly Entry[], setting: Setting, seconds: number): Export {
  const { instruments } = predict(entries, setting, at(seconds));
  const metrics = setting.contract.instruments.flatMap((instrument) => {
    const prediction = instruments.get(instrument.name);
    return prediction === undefined ? [] : [metricOf(instrument, prediction, entries.length, seconds)];
  });
  return exportOf(
    metrics.filter(({ data }) => data.points.length > 0),
    seconds,
  );
}

/** Everything that the documented profile wants to know of who sends. */
export const RESOURCE: readonly KeyValue[] = [
  { key: 'service.name', value: 'kms' },
  { key: 'service.version', value: '1.0.0' },
  { key: 'service.instance.id', value: 'kms-0' },
  { key: 'telemetry.sdk.name', value: 'opentelemetry' },
  { key: 'telemetry.sdk.language', value: 'rust' },
  { key: 'telemetry.sdk.version', value: '0.32.0' },
];

export const exportOf = (metrics: readonly Metric[], seconds: number): Export => ({
  arrivedAtUnixMs: at(seconds + ON_THE_WAY),
  request: {
    resourceMetrics: [
      {
        attributes: RESOURCE,
        schemaUrl: '',
        scopeMetrics: [{ name: 'kms', version: '1', attributes: [], schemaUrl: '', metrics }],
      },
    ],
  },
  issues: [],
  transport: {
    protocol: 'grpc',
    path: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
    headers: { 'content-type': 'application/grpc' },
  },
  raw: new Uint8Array(),
});

/** Seconds that things take: less than the 10 ms that clients wait, and KMIP less than the HTTP around it. */
const MEANS: Readonly<Record<string, number>> = {
  'kms.kmip.operation.duration': 0.001,
  'kms.http.request.duration': 0.008,
  'kms.database.operation.duration': 0.0005,
};

function metricOf(
  instrument: Instrument,
  prediction: InstrumentPrediction,
  requests: number,
  seconds: number,
): Metric {
  const { name, unit, kind } = instrument;
  const values = valuesOf(name, prediction, requests, seconds);
  const total = values.reduce((sum, { value }) => sum + value, 0n);
  const least = total === 0n ? 0 : (prediction.seconds?.min ?? 0) / Number(total);
  const mean = Math.max(MEANS[name] ?? 0, 1.001 * least);
  const points = values.map(({ labels, value }) =>
    kind === 'histogram' ? histogramPoint(value, mean, seconds, labels) : numberPoint(value, seconds, labels),
  );
  const data = (
    kind === 'histogram'
      ? { kind, temporality: 'cumulative', points }
      : { kind: 'sum', temporality: 'cumulative', isMonotonic: kind === 'counter', points }
  ) as MetricData;
  return { name, description: name, unit, metadata: [], data };
}

function valuesOf(
  name: string,
  { total, series }: InstrumentPrediction,
  requests: number,
  seconds: number,
): readonly { readonly labels: Labels; readonly value: bigint }[] {
  if (name === 'kms.server.uptime') return [{ labels: {}, value: BigInt(Math.floor(seconds)) }];
  if (name === 'kms.server.start_time') return [{ labels: {}, value: BigInt(T0 / 1000) }];
  if (series === undefined) {
    const labels = { operation: 'find', backend: 'sqlite', outcome: 'success' };
    return [{ labels, value: total.min + BigInt(requests) }];
  }
  return series.map(({ labels, value }) => ({ labels, value: value.min }));
}

const pointBase = (seconds: number, labels: Labels) => ({
  attributes: Object.entries(labels).map(([key, value]): KeyValue => ({ key, value })),
  startTimeUnixNano: BigInt(T0) * 1_000_000n,
  timeUnixNano: BigInt(at(seconds)) * 1_000_000n,
  flags: 0,
});

export const numberPoint = (
  value: NumberPoint['value'],
  seconds: number,
  labels: Labels = {},
): NumberPoint => ({
  ...pointBase(seconds, labels),
  value,
  exemplars: [],
});

/** All of what it counts took the same time. */
export function histogramPoint(
  count: bigint,
  mean: number,
  seconds: number,
  labels: Labels = {},
): HistogramPoint {
  const bucket = BOUNDS.findIndex((bound) => mean <= bound);
  return {
    ...pointBase(seconds, labels),
    count,
    sum: mean * Number(count),
    min: count === 0n ? undefined : mean,
    max: count === 0n ? undefined : mean,
    explicitBounds: BOUNDS,
    bucketCounts: [...BOUNDS, 0].map((_, index) =>
      index === (bucket < 0 ? BOUNDS.length : bucket) ? count : 0n,
    ),
    exemplars: [],
  };
}

/** The same record under another contract. */
export const under = (contract: Contract, record: EpochRecord): EpochRecord => ({
  ...record,
  setting: { ...record.setting, contract },
});
