import type { Level } from '../contract/contract.ts';
import { type State, weigh } from '../judge/verdict.ts';

/** What one suite says of one run. */
export interface Judgement {
  /** By whom and under which contract; two judgements that share one of these can be compared. */
  readonly by: readonly string[];
  readonly checks: ReadonlyMap<string, Judged>;
}

export interface Judged {
  readonly state: State;
  /** First finding, or why it was not judged. */
  readonly why: string | undefined;
}

/** A run that is compared: as it was judged when it ran, and by this suite where its capture is at hand. */
export interface Side {
  readonly recorded: Judgement;
  readonly now: Judgement | undefined;
}

/**
 * Why a check differs. product: one suite, one contract, and the two runs differ. suite: one run, and two suites (or
 * contracts) differ about it. selection: it was judged in one run only. undecided: the two were judged by different
 * suites, and without captures nobody can tell which of both has changed.
 */
export const CAUSES = ['product', 'suite', 'selection', 'undecided'] as const;
export type Cause = (typeof CAUSES)[number];

export interface Difference {
  readonly id: string;
  readonly level: Level;
  readonly causes: readonly Cause[];
  /** When they ran; undefined: the suite did not know the check. */
  readonly recorded: readonly [State | undefined, State | undefined];
  /** By one suite and one contract; undefined where there are none such for both. */
  readonly judged: readonly [State | undefined, State | undefined] | undefined;
  /** What the second run has to say. */
  readonly why: string | undefined;
  /** It breaks the verdict of the second run, not that of the first, and no change of the suite explains it. */
  readonly isRegression: boolean;
}

/** The checks that differ, and why. Pure. */
export function compare(
  a: Side,
  b: Side,
  levels: ReadonlyMap<string, Level>,
  strict: boolean,
): { readonly differences: readonly Difference[]; readonly same: number } {
  const common = commonOf(a, b);
  const differences: Difference[] = [];
  for (const [id, level] of levels) {
    const recorded = [stateIn(a.recorded, id), stateIn(b.recorded, id)] as const;
    const judged = common && ([stateIn(common[0], id), stateIn(common[1], id)] as const);
    const causes = [...new Set([...betweenRuns(recorded, judged), ...betweenSuites([a, b], id)])];
    if (causes.length === 0) continue;
    const [before, after] = judged ?? recorded;
    const breaks = (state: State | undefined) =>
      state !== undefined && ['breaks', 'unusable'].includes(weigh(state, level, strict));
    differences.push({
      ...{ id, level, causes, recorded, judged },
      why: (common?.[1] ?? b.recorded).checks.get(id)?.why,
      isRegression:
        (causes.includes('product') || causes.includes('undecided')) && breaks(after) && !breaks(before),
    });
  }
  return { differences, same: levels.size - differences.length };
}

const stateIn = ({ checks }: Judgement, id: string): State | undefined => checks.get(id)?.state;

/** A judgement of each by the same suite and contract, this one's where there is a choice. */
function commonOf(a: Side, b: Side): readonly [Judgement, Judgement] | undefined {
  const pairs = judgementsOf(a).flatMap((first) => judgementsOf(b).map((second) => [first, second] as const));
  return pairs.find(([first, second]) => first.by.some((one) => second.by.includes(one)));
}

const judgementsOf = ({ now, recorded }: Side): readonly Judgement[] =>
  now === undefined ? [recorded] : [now, recorded];

type Pair = readonly [State | undefined, State | undefined];

function betweenRuns(recorded: Pair, judged: Pair | undefined): readonly Cause[] {
  const [before, after] = judged ?? recorded;
  if (before === after) return [];
  if (judged === undefined) return [before === undefined || after === undefined ? 'suite' : 'undecided'];
  return [isLeftOut(before) === isLeftOut(after) ? 'product' : 'selection'];
}

const betweenSuites = (sides: readonly Side[], id: string): readonly Cause[] =>
  sides.some(({ now, recorded }) => now !== undefined && stateIn(now, id) !== stateIn(recorded, id))
    ? ['suite']
    : [];

/** Not a word of the target is said by these. */
const isLeftOut = (state: State | undefined): boolean =>
  state === undefined || state === 'not-run' || state === 'not-applicable';
