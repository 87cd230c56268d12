import { type Check, checksOf } from '../contract/checks.ts';
import type { Contract } from '../contract/contract.ts';
import { judgeEpochs } from '../judge/judge.ts';
import { isAsPredicted, trafficInstruments } from '../judge/moved.ts';
import type { EpochRecord } from '../judge/record.ts';
import { seriesOf, wholeTotal } from '../judge/state.ts';
import { type CheckResult, resultsOf } from '../judge/verdict.ts';
import { viewOf } from '../judge/view.ts';
import { type Bounds, describe } from '../ledger/bounds.ts';

/** One instrument after the load: what all requests together must have done to it, and what it says. */
export interface Balance {
  readonly instrument: string;
  readonly sent: Bounds;
  readonly counted: bigint | undefined;
  readonly series: number;
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
 */
export function conservationOf(
  records: readonly EpochRecord[],
  contract: Contract,
  strict: boolean,
): Conservation {
  const rulings = judgeEpochs(records);
  const ruled = new Set(rulings.map(({ check }) => check));
  const checks = checksOf(contract).filter(({ id }: Check) => ruled.has(id));
  const last = records.at(-1);
  const moment = last === undefined ? undefined : viewOf(last).moments.at(-1);
  const balances = trafficInstruments(contract).flatMap(({ name }) => {
    const prediction = moment?.prediction.instruments.get(name);
    if (moment === undefined || prediction === undefined) return [];
    const series = seriesOf(moment.state, name);
    return [
      {
        instrument: name,
        sent: prediction.total,
        counted: series.length === 0 ? undefined : wholeTotal(series),
        series: series.length,
        isKept: isAsPredicted(name, prediction, moment),
      },
    ];
  });
  return { balances, results: resultsOf(checks, rulings, new Map(), strict) };
}

/** "kms.errors.total: 1200 sent, 1199 counted". */
export const describeBalance = ({ instrument, sent, counted }: Balance): string =>
  `${instrument}: ${describe(sent)} sent, ${counted ?? 'nothing'} counted`;
