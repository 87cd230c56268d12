import type { Contract } from '../contract/contract.ts';
import { userLabel } from '../ledger/labels.ts';
import { CLOCK_INSTRUMENTS } from '../ledger/predict.ts';
import type { EpochRecord } from './record.ts';
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
  return new Map(
    [...state].map(([key, series]) => {
      const start = before.get(key);
      const isClock = CLOCK_INSTRUMENTS.some((name) => name === series.sample.instrument);
      return [key, start === undefined || isClock ? series : grownFrom(start, series)];
    }),
  );
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
  return new Map(
    [...state].filter(
      ([, { sample }]) =>
        !byUser.has(sample.instrument) ||
        [...sample.attributes.values()].some((word) => labels.has(String(word))),
    ),
  );
}
