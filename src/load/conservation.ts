import { type Check, checksOf } from '../contract/checks.ts';
import type { Contract } from '../contract/contract.ts';
import { judgeEpochs } from '../judge/judge.ts';
import { isAsPredicted, sumOf, trafficInstruments } from '../judge/moved.ts';
import type { EpochRecord } from '../judge/record.ts';
import { seriesOf, wholeTotal } from '../judge/state.ts';
import { type CheckResult, resultsOf } from '../judge/verdict.ts';
import { viewOf } from '../judge/view.ts';
import { type Bounds, describe } from '../ledger/bounds.ts';
import type { Conveyed } from '../testbed/stack/evidence.ts';
import { judgeConveyed } from '../testbed/stack/judge-conveyed.ts';
import { sumInPrometheus } from '../testbed/stack/rules/values.ts';

/** One instrument after the load: what all requests together must have done to it, and what it says. */
export interface Balance {
  readonly instrument: string;
  readonly sent: Bounds;
  readonly counted: bigint | undefined;
  readonly series: number;
  /** Of durations: the sum of all. */
  readonly seconds: number | undefined;
  /** The sum over its series in Prometheus, where a stack is behind the KMS and it is a whole number. */
  readonly inPrometheus?: bigint | undefined;
  readonly isKept: boolean;
}

/** Of everything that was sent, what was counted. */
export interface Conservation {
  readonly balances: readonly Balance[];
  /** Of every check that the load has put to the test. */
  readonly results: readonly CheckResult[];
}

/**
 * The judge's whole word on a KMS under load, and the sums of each instrument in its last epoch. Pure.
 * @param records its epochs, the running one last
 * @param conveyed what became of the metrics in the stack, where there is one
 */
export function conservationOf(
  records: readonly EpochRecord[],
  contract: Contract,
  strict: boolean,
  conveyed?: Conveyed,
): Conservation {
  const behind = conveyed === undefined ? [] : judgeConveyed(conveyed);
  const open = behind.filter((ruling) => ruling.kind === 'not-testable');
  const rulings = [...judgeEpochs(records), ...behind.filter((ruling) => ruling.kind !== 'not-testable')];
  const ruled = new Set([...rulings, ...open].map(({ check }) => check));
  const unexercised = new Map(
    open.map(({ check, reason }) => [check, { state: 'not-testable', reason } as const]),
  );
  const checks = checksOf(contract).filter(({ id }: Check) => ruled.has(id));
  const last = records.at(-1);
  const moment = last === undefined ? undefined : viewOf(last).moments.at(-1);
  const balances = trafficInstruments(contract).flatMap((instrument) => {
    const { name } = instrument;
    const prediction = moment?.prediction.instruments.get(name);
    if (moment === undefined || prediction === undefined) return [];
    const series = seriesOf(moment.state, name);
    const counted = series.length === 0 ? undefined : wholeTotal(series);
    const balance = {
      ...{ instrument: name, sent: prediction.total, counted, series: series.length },
      seconds: instrument.kind === 'histogram' ? sumOf(series) : undefined,
      isKept: isAsPredicted(name, prediction, moment),
    };
    if (conveyed === undefined) return [balance];
    const inPrometheus = sumInPrometheus(instrument, conveyed);
    return [{ ...balance, inPrometheus, isKept: balance.isKept && inPrometheus === (counted ?? 0n) }];
  });
  return { balances, results: resultsOf(checks, rulings, NOTHING_LEFT_OUT, strict, unexercised) };
}

const NOTHING_LEFT_OUT = new Map();

/** "kms.errors.total: 1200 sent, 1199 counted". */
export const describeBalance = ({ instrument, sent, counted, inPrometheus }: Balance): string =>
  [
    `${instrument}: ${describe(sent)} sent`,
    `${counted ?? 'nothing'} counted`,
    ...(inPrometheus === undefined ? [] : [`${inPrometheus} in Prometheus`]),
  ].join(', ');
