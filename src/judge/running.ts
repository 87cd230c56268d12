import type { Contract } from '../contract/contract.ts';
import { userLabel } from '../ledger/labels.ts';
import { CLOCK_INSTRUMENTS } from '../ledger/predict.ts';
import type { EpochRecord } from './record.ts';
import { SeriesMap } from './series-map.ts';
import { EMPTY_STATE, type SeriesState, type StreamState } from './state.ts';

/**
 * The part of a state that the suite's own traffic answers for. What a KMS that ran already stood at before is taken
 * off; where others use it too, only series that name the suite's own users remain of the instruments that tell users
 * apart (contract.md, Start values).
 */
export function ownPart({ setting }: EpochRecord, before: StreamState, state: StreamState): StreamState {
  const grown = before === EMPTY_STATE ? state : since(before, state);
  return setting.ownUsers === undefined ? grown : ofUsers(setting.ownUsers, setting.contract, grown);
}

function since(before: StreamState, state: StreamState): StreamState {
  const grown = new SeriesMap<SeriesState>();
  for (const series of state.values()) {
    const { sample } = series;
    const start = before.get(sample);
    const isClock = CLOCK_INSTRUMENTS.some((name) => name === sample.instrument);
    grown.set(sample, start === undefined || isClock ? series : grownFrom(start, series));
  }
  return grown;
}

function grownFrom(start: SeriesState, { sample, value, sum }: SeriesState): SeriesState {
  return {
    sample,
    value:
      typeof value === 'bigint' && typeof start.value === 'bigint'
        ? value - start.value
        : value === undefined || start.value === undefined
          ? undefined
          : Number(value) - Number(start.value),
    sum: sum === undefined || start.sum === undefined ? undefined : sum - start.sum,
  };
}

function ofUsers(users: readonly string[], contract: Contract, state: StreamState): StreamState {
  const labels = new Set(users.map((user) => userLabel(user, contract)));
  const byUser = new Set(
    contract.instruments
      .filter(({ attributes }) => attributes.some(({ distinguishes }) => distinguishes))
      .map(({ name }) => name),
  );
  const own = new SeriesMap<SeriesState>();
  for (const series of state.values()) {
    const { sample } = series;
    if (!byUser.has(sample.instrument) || [...sample.attributes.values()].some((word) => labels.has(word)))
      own.set(sample, series);
  }
  return own;
}
