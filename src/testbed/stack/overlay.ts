import { parse } from 'yaml';
import { z } from 'zod';
import { WaitError } from '../until.ts';
import { FOR_SCRAPERS, PASSED_ON, TO_JAEGER } from './evidence.ts';

/** A stack that cannot be had, or not so that it can be judged. */
export class StackError extends WaitError {}

const pipeline = z.looseObject({ receivers: z.array(z.string()), exporters: z.array(z.string()) });
const CONFIG = z.looseObject({
  processors: z.record(z.string(), z.unknown()).default({}),
  service: z.looseObject({ pipelines: z.looseObject({ metrics: pipeline }) }),
});

/** Ports of the Collector that only this suite uses. */
export const PORTS = { toJaeger: 4319, scrapers: 8889 } as const;

/** Where the Collector of a run sends what the operator's does not. */
export interface Places {
  /** host:port of the receiver behind the Collector, as the Collector reaches it. */
  readonly passedOn: string;
  /** host:port of Jaeger's OTLP, the same. */
  readonly jaeger: string;
}

/** What the Collector of a run gets beside the operator's configuration. */
export interface Overlay {
  /** A second configuration, which the Collector merges into the first (JSON is YAML). */
  readonly text: string;
  /** Names of all exporters that metrics go through. */
  readonly exporters: readonly string[];
}

/**
 * Pure. The pipeline of metrics stays as it is and gets two exporters more; another has nothing but Jaeger behind it,
 * to show what becomes of metrics there.
 * @param operators text of the operator's configuration
 * @throws StackError where it has no pipeline of metrics, or changes metrics in a way that could not be told from a defect
 */
export function overlayOf(operators: string, { passedOn, jaeger }: Places): Overlay {
  const { data: config, error } = CONFIG.safeParse(parse(operators));
  if (config === undefined)
    throw new StackError(
      `the Collector's configuration has no pipeline of metrics: ${z.prettifyError(error)}`,
    );
  const changing = Object.keys(config.processors).filter((name) => !LEAVE_POINTS_ALONE.test(name));
  if (changing.length > 0)
    throw new StackError(
      `the Collector's configuration changes what passes through it (${changing.join(', ')}): what it changes cannot be told from a defect`,
    );
  const { receivers, exporters } = config.service.pipelines.metrics;
  const all = [...exporters, PASSED_ON, FOR_SCRAPERS];
  const inClear = { tls: { insecure: true } };
  const overlay = {
    receivers: { 'otlp/conformance': { protocols: { grpc: { endpoint: `0.0.0.0:${PORTS.toJaeger}` } } } },
    exporters: {
      [PASSED_ON]: { endpoint: passedOn, ...inClear },
      [FOR_SCRAPERS]: { endpoint: `0.0.0.0:${PORTS.scrapers}` },
      [TO_JAEGER]: { endpoint: jaeger, ...inClear },
    },
    service: {
      pipelines: {
        metrics: { receivers, exporters: all },
        'metrics/conformance': { receivers: ['otlp/conformance'], exporters: [TO_JAEGER] },
      },
    },
  };
  return { text: JSON.stringify(overlay, undefined, 2), exporters: all };
}

/** Processors that pass on every point as it came. */
const LEAVE_POINTS_ALONE = /^(memory_limiter|batch)(\/|$)/;
