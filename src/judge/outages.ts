import type { EpochRecord } from './record.ts';

/** Whether the collector of a record took at once whatever came between two moments. Unix milliseconds, suite's clock. */
export const wasThere = ({ outages = [] }: EpochRecord, fromUnixMs: number, toUnixMs: number): boolean =>
  outages.every((outage) => outage.toUnixMs < fromUnixMs || toUnixMs < outage.fromUnixMs);
