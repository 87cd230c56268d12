import type { MetricData } from '../../otlp/model.ts';
import { exercised, finding, type Ruling } from '../finding.ts';
import { remembered } from '../remembered.ts';
import type { View } from '../view.ts';
import type { Rule } from './rule.ts';

type Point = MetricData['points'][number];

const NO_RECORDED_VALUE = 'data-model/no-recorded-value';
const FLAGS = 'data-model/flags';
const START_TIME = 'data-model/start-time';

/** DataPointFlags of metrics.proto: bit 0 says that there is no value, all others are reserved. */
const NO_VALUE_BIT = 1;

/** A point that says that it has no recorded value has none. */
export const noRecordedValue: Rule = (view) =>
  perInstrument(view, NO_RECORDED_VALUE, (_, point) =>
    (point.flags & NO_VALUE_BIT) !== 0 && hasValue(point)
      ? 'a point says that it has no recorded value, and has one'
      : undefined,
  );

/** Flags that the proto does not define are not set. */
export const flags: Rule = (view) =>
  perInstrument(view, FLAGS, (_, point) =>
    (point.flags & ~NO_VALUE_BIT) === 0 ? undefined : `a point has the reserved flags 0x${hex(point.flags)}`,
  );

/** The start of the window is given for sums and histograms: without it a reset cannot be told from a gap. */
export const startTimes: Rule = (view) =>
  perInstrument(view, START_TIME, (data, point) =>
    'temporality' in data && point.startTimeUnixNano === 0n ? `a ${data.kind} has no start time` : undefined,
  );

const hasValue = (point: Point): boolean =>
  'count' in point
    ? point.count > 0n || (point.sum !== undefined && point.sum !== 0)
    : point.value !== undefined;

const hex = (bits: number): string => (bits >>> 0).toString(16);

type FaultOf = (data: MetricData, point: Point) => string | undefined;

/** The first fault of each instrument of the contract, in every export of the run. */
function perInstrument({ contract, record }: View, check: string, faultOf: FaultOf): readonly Ruling[] {
  const documented = new Set(contract.instruments.map(({ name }) => name));
  const faults = new Map<string, string>();
  let seen = false;
  for (const { request } of record.exports) {
    for (const [name, data] of metricsOf(request)) {
      if (!documented.has(name)) continue;
      seen = true;
      if (faults.has(name)) continue;
      const fault = firstFault(data, faultOf);
      if (fault !== undefined) faults.set(name, fault);
    }
  }
  if (!seen) return [];
  return [
    exercised(check),
    ...[...faults].map(([name, fault]) => finding(check, `${name}: ${fault}`, { series: name })),
  ];
}

function firstFault(data: MetricData, faultOf: FaultOf): string | undefined {
  for (const point of data.points) {
    const fault = faultOf(data, point);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const metricsOf = remembered(
  ({
    resourceMetrics,
  }: View['record']['exports'][number]['request']): readonly (readonly [string, MetricData])[] =>
    resourceMetrics.flatMap(({ scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) => metrics.map(({ name, data }) => [name, data] as const)),
    ),
);
