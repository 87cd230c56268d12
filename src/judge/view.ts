import type { Contract } from '../contract/contract.ts';
import { predict } from '../ledger/predict.ts';
import { type Collection, collectionsOf } from './collections.ts';
import type { Moment } from './moment.ts';
import { movedInstruments } from './moved.ts';
import type { EpochRecord } from './record.ts';
import { ownPart } from './running.ts';
import type { MetricSamples, Sample } from './sample.ts';
import { byTargetClock, clockSkewMs } from './skew.ts';
import { EMPTY_STATE, type StreamState, seriesOf, stateWith, wholeTotal } from './state.ts';

/** One record prepared for the rules: what came, and beside each observation what should have come. */
export interface View {
  readonly contract: Contract;
  readonly record: EpochRecord;
  readonly collections: readonly Collection[];
  readonly samples: readonly Sample[];
  /** The same, metric by metric. */
  readonly metrics: readonly MetricSamples[];
  readonly moments: readonly Moment[];
  /** As clockSkewMs has it; 0 where it is not known. */
  readonly skewMs: number;
  /** Instruments that moved at least once exactly as predicted. */
  readonly moved: ReadonlySet<string>;
}

/** A count refreshed by a timer is this much late on top of the interval (contract.md, Staleness). */
const REFRESH_SLACK_MS = 1000;

/** How long after the traffic the counts of objects and keys may follow. */
export const countsLagMs = ({ setting, testIntervalMs }: EpochRecord): number =>
  setting.countsLagMs ??
  (testIntervalMs === undefined ? setting.contract.push.intervalSeconds * 1000 + REFRESH_SLACK_MS : 0);

export function viewOf(record: EpochRecord): View {
  const { contract } = record.setting;
  const collections = collectionsOf(record.exports);
  const skewMs = clockSkewMs(record.entries) ?? 0;
  const moments = momentsOf(record, collections, skewMs);
  return {
    contract,
    record,
    collections,
    samples: collections.flatMap(({ samples }) => samples),
    metrics: collections.flatMap(({ metrics }) => metrics),
    moments,
    skewMs,
    moved: movedInstruments(contract, moments),
  };
}

function momentsOf(
  record: EpochRecord,
  collections: readonly Collection[],
  skewMs: number,
): readonly Moment[] {
  const moments: Moment[] = [];
  const before = stateAfter(collections, record.exportsBefore ?? 0);
  const setting = { ...record.setting, ranBefore: isPositive(wholeTotal(seriesOf(before, ACTIVE_USERS))) };
  const entries = byTargetClock(record.entries, skewMs);
  let state = EMPTY_STATE;
  let next = 0;
  for (const { exportCount, entryCount, final } of record.observations) {
    for (; next < collections.length && (collections[next]?.from ?? 0) < exportCount; next += 1) {
      const collection = collections[next];
      if (collection !== undefined) state = stateWith(state, collection);
    }
    const collection = collections[next - 1];
    if (collection === undefined) continue;
    moments.push({
      state: ownPart(record, before, state),
      prediction: predict(
        entries.slice(0, entryCount),
        setting,
        Number(collection.timeUnixNano / 1_000_000n),
        countsLagMs(record),
      ),
      collection,
      entryCount,
      final,
    });
  }
  return moments;
}

/** Only where somebody was active before, it may have been one of the suite's own users. */
const ACTIVE_USERS = 'kms.active.users';

const isPositive = (total: bigint | undefined): boolean => total === undefined || total > 0n;

const stateAfter = (collections: readonly Collection[], exportCount: number): StreamState =>
  collections.filter(({ to }) => to <= exportCount).reduce(stateWith, EMPTY_STATE);
