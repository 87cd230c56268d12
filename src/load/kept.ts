import { collectionsOf } from '../judge/collections.ts';
import { trafficInstruments } from '../judge/moved.ts';
import type { EpochRecord } from '../judge/record.ts';
import { EMPTY_STATE, seriesOf, stateWith, wholeTotal } from '../judge/state.ts';
import type { Bounds } from '../ledger/bounds.ts';
import { predict } from '../ledger/predict.ts';

/** What a KMS that was killed had pushed of what one counter must have stood at. */
export interface Kept {
  readonly instrument: string;
  readonly sent: Bounds;
  /** In its last export. */
  readonly pushed: bigint;
  /** More was pushed than can ever have been asked for. */
  readonly isTooMuch: boolean;
}

/**
 * Every counter at the end of an epoch that was cut off. What was counted after the last export is lost with the
 * process and cannot be known (contract.md, Judging, 6): less is no finding, more is one. Pure.
 */
export function keptOf(record: EpochRecord): readonly Kept[] {
  const { setting, entries, exports } = record;
  const collections = collectionsOf(exports);
  const state = collections.reduce(stateWith, EMPTY_STATE);
  const { instruments } = predict(entries, setting, record.process.stoppedAtUnixMs ?? 0);
  return trafficInstruments(setting.contract).flatMap(({ name, kind }) => {
    const sent = instruments.get(name)?.total;
    const pushed = wholeTotal(seriesOf(state, name));
    if (kind === 'up-down-counter' || sent === undefined || pushed === undefined) return [];
    return [{ instrument: name, sent, pushed, isTooMuch: sent.max !== undefined && pushed > sent.max }];
  });
}
