import type { Cause, compare, Difference } from '../capture/compare.ts';
import { CAUSES } from '../capture/compare.ts';
import type { State } from '../judge/verdict.ts';
import type { Paint } from '../report/style.ts';
import { inOneLine } from '../report/visible.ts';
import { stateWord } from '../report/words.ts';
import type { ComparedSide } from './compared-side.ts';

export type Comparison = ReturnType<typeof compare> & {
  readonly sides: readonly [ComparedSide, ComparedSide];
  /** The suite and the profile that captures were judged by now. */
  readonly judgedBy: { readonly suite: string; readonly profile: string } | undefined;
};

const HEADLINES: Readonly<Record<Cause, string>> = {
  product: 'product change: the same suite says otherwise of the second run',
  suite: 'suite change: suite or profile say otherwise of the same run than when it was recorded',
  selection: 'selection change: judged in one of the runs only',
  undecided: 'undecided: judged by different suites; captures instead of reports would tell',
};

/** The longest id of a check, and a little. */
const COLUMN = 52;

/** The table that people read. Lines without their ends. */
export function comparisonLines(comparison: Comparison, paint: Paint): readonly string[] {
  const { sides, judgedBy, differences, same } = comparison;
  const regressions = differences.filter(({ isRegression }) => isRegression).length;
  return [
    ...sides.map(
      ({ about: { file, target, recordedBy, recordedAtUnixMs } }, index) =>
        `${'AB'[index]}  ${inOneLine(file)}: ${inOneLine(target)}, ${new Date(recordedAtUnixMs).toISOString()}, judged then by ${inOneLine(recordedBy)}`,
    ),
    judgedBy === undefined
      ? 'compared as they were judged then'
      : `captures judged anew by ${judgedBy.suite} with the profile ${judgedBy.profile}`,
    ...CAUSES.flatMap((cause) => group(cause, differences, paint)),
    '',
    `${same} checks the same, ${differences.length} different`,
    regressions === 0
      ? paint(['bold', 'green'], 'no regression')
      : paint(['bold', 'red'], `${regressions} ${regressions === 1 ? 'regression' : 'regressions'}`),
  ];
}

/** A check that differs for several reasons stands under the first; what is said of many alike is said once. */
function group(cause: Cause, differences: readonly Difference[], paint: Paint): readonly string[] {
  const own = differences.filter(({ causes }) => causes[0] === cause);
  const alike = Map.groupBy(own, (difference) => notesOf(difference).join('\n'));
  return own.length === 0
    ? []
    : [
        ...['', paint('bold', HEADLINES[cause])],
        ...[...alike.values()].flatMap((same) => [
          ...same.map((difference) => lineOf(difference, paint)),
          ...same
            .slice(0, 1)
            .flatMap(notesOf)
            .map((note) => paint('dim', `      ${note}`)),
        ]),
      ];
}

function lineOf(difference: Difference, paint: Paint): string {
  const { id, judged, recorded, isRegression } = difference;
  const pair = isOfSuite(difference) ? recorded : (judged ?? recorded);
  return `  ${id.padEnd(COLUMN)} ${change(pair)}${isRegression ? `  ${paint('red', 'REGRESSION')}` : ''}`;
}

function notesOf(difference: Difference): readonly string[] {
  const { causes, judged, recorded, why } = difference;
  return [
    ...(isOfSuite(difference) && judged !== undefined ? [`judged now: ${change(judged)}`] : []),
    ...(causes.length > 1 ? [`when recorded: ${change(recorded)}`] : []),
    ...(why === undefined ? [] : [inOneLine(why)]),
  ];
}

/** Both runs are the same by now: what has changed shows in what was recorded. */
const isOfSuite = ({ causes }: Difference): boolean => causes[0] === 'suite';

const change = ([before, after]: readonly [State | undefined, State | undefined]): string =>
  before === after ? `${word(before)} in both` : `${word(before)} -> ${word(after)}`;

const word = (state: State | undefined): string => (state === undefined ? 'unknown' : stateWord(state));

/** The same for programs. */
export const comparisonJson = ({ sides, judgedBy, differences, same }: Comparison): string =>
  `${JSON.stringify({ schema: 1, a: sides[0].about, b: sides[1].about, judgedBy, same, differences }, undefined, 1)}\n`;
