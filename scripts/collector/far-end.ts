import { startReceiver } from '../../src/otlp/receiver.ts';
import { eventually } from '../smoke-stack/eventually.ts';
import { SENT } from '../smoke-stack/traffic.ts';
import type { Surroundings } from './surroundings.ts';
import { totalsOf } from './totals.ts';

const ARRIVAL_LIMIT_MS = 40_000;

/** What stands behind a Collector, in clear. */
export interface FarEnd {
  /** Merged over the configuration of an operator: all metrics go here, and nothing anywhere else. */
  readonly overlay: object;
  /** Waits until it has what `serves` has sent, to the last unit. @throws Error */
  readonly hasAll: () => Promise<void>;
  readonly isEmpty: () => boolean;
}

export async function farEnd(here: Surroundings): Promise<FarEnd> {
  const receiver = await startReceiver();
  here.atTheEnd(() => receiver.stop());
  const requests = () => receiver.exports.map(({ request }) => request);
  return {
    overlay: sendingTo(`127.0.0.1:${receiver.port}`),
    isEmpty: () => receiver.exports.length === 0,
    hasAll: async () => {
      await eventually({
        ask: async () => operationsIn(totalsOf(requests())),
        wanted: (counted) => JSON.stringify(counted) === JSON.stringify(SENT),
        what: `the operations ${JSON.stringify(SENT)} behind the Collector`,
        limitMs: ARRIVAL_LIMIT_MS,
        signal: here.signal,
      });
    },
  };
}

const operationsIn = (totals: ReadonlyMap<string, number>): Readonly<Record<string, number | undefined>> =>
  Object.fromEntries(
    Object.keys(SENT).map((operation) => [
      operation,
      totals.get(`kms.kmip.operations.total[["operation","${operation}"]]`),
    ]),
  );

/** @param address host:port, in clear */
export const sendingTo = (address: string) => ({
  exporters: {
    'otlp_grpc/far': { endpoint: address, tls: { insecure: true } },
    debug: { verbosity: 'basic' },
  },
  service: {
    pipelines: {
      metrics: { receivers: ['otlp'], exporters: ['otlp_grpc/far', 'debug'] },
      traces: { receivers: ['otlp'], exporters: ['debug'] },
    },
  },
});
