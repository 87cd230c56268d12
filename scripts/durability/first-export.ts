import type { Export } from '../../src/otlp/export.ts';
import type { Collector } from '../../src/testbed/collector.ts';
import { until } from '../../src/testbed/until.ts';
import type { Counts } from './memory.ts';

/** The shortest interval that the server takes. */
export const PUSH_INTERVAL_MS = 50;
const PATIENCE_MS = 20_000;

const INSTRUMENTS: Readonly<Record<string, keyof Counts>> = {
  'kms.objects.total': 'objects',
  'kms.keys.active.count': 'activeKeys',
};

/** The first thing that a server pushes to a collector that nobody else knows must count what is in its store. */
export async function wrongInFirstExport(
  collector: Pick<Collector, 'exports' | 'subscribe'>,
  expected: Counts,
): Promise<readonly string[]> {
  const first = await until({
    check: () => collector.exports[0],
    subscribe: (listener) => collector.subscribe(listener),
    timeoutMs: PATIENCE_MS,
    describe: () => 'the first export after a restart',
  });
  return Object.entries(INSTRUMENTS).flatMap(([name, count]) => {
    const values = valuesOf(first, name);
    return values.length === 1 && values[0] === BigInt(expected[count])
      ? []
      : [`the first export says ${name} is ${values.join(' and ') || 'absent'}, not ${expected[count]}`];
  });
}

const valuesOf = ({ request }: Export, name: string): readonly (bigint | number | undefined)[] =>
  request.resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    .filter((metric) => metric.name === name)
    .flatMap(({ data }) => (data.kind === 'sum' || data.kind === 'gauge' ? data.points : []))
    .map(({ value }) => value);
