import type { State, Weight } from '../judge/verdict.ts';
import type { CheckReport, Report } from './report.ts';

/** In the order in which totals count them. */
export const STATES: Readonly<Record<State, { readonly word: string; readonly mark: string }>> = {
  passed: { word: 'passed', mark: 'ok' },
  failed: { word: 'failed', mark: 'FAILED' },
  'not-testable': { word: 'not testable', mark: '?' },
  'not-applicable': { word: 'not applicable', mark: 'n/a' },
  'not-run': { word: 'not run', mark: '-' },
  'set-up-error': { word: 'set-up error', mark: 'ERROR' },
};

export const stateWord = (state: State): string => STATES[state].word;

/** What a weight means to a reader who sees the state already; empty where the state says it all. */
export const WEIGHT_WORDS: Readonly<Record<Weight, string>> = {
  fine: '',
  breaks: '',
  unusable: '',
  partial: '',
  reported: 'reported, does not count',
  expected: 'known to the baseline',
  stale: 'not what the baseline says',
};

/** How a check stands in a table: a known failure is told from a new one. */
export const markOf = ({ state, weight }: Pick<CheckReport, 'state' | 'weight'>): string => {
  if (weight === 'expected') return 'known';
  return weight === 'stale' ? 'STALE' : STATES[state].mark;
};

/** Neither passed nor out of scope: what a reader must look at. */
export const isOpen = ({ state, weight }: CheckReport): boolean =>
  weight === 'stale' || (state !== 'passed' && state !== 'not-applicable');

export const isConform = ({ verdict }: Report): boolean => verdict.startsWith('conform');

/** "144 checks: 143 passed, 0 failed, 1 not run; 65 scenarios in 12.3 s". */
export function totalsOf({ checks, scenarios, run }: Report): string {
  const parts = (Object.keys(STATES) as State[])
    .map((state) => [checks.filter((check) => check.state === state).length, state] as const)
    .filter(([count, state]) => count > 0 || state === 'passed' || state === 'failed')
    .map(([count, state]) => `${count} ${stateWord(state)}`);
  return `${checks.length} checks: ${parts.join(', ')}; ${scenarios.length} ${scenarios.length === 1 ? 'scenario' : 'scenarios'} in ${run.seconds.toFixed(1)} s`;
}

/** Where the numbers come from: what it takes to get them again. */
export const provenanceOf = ({
  suite,
  contract,
  target,
  run,
}: Report): readonly (readonly [label: string, text: string])[] => [
  ['suite', `${suite.name} ${suite.version}, commit ${suite.commit ?? 'unknown'}`],
  ['contract', `${contract.profile} ${contract.version}, SHA-256 ${contract.hash}`],
  ['target', `${target.name}, version ${target.version ?? 'unknown'}`],
  ['command', run.commandLine],
  ['seed', run.seed],
  ['started', new Date(run.startedAtUnixMs).toISOString()],
  [
    'took',
    `${run.seconds.toFixed(1)} s, of which ${run.waitedSeconds.toFixed(1)} s nothing but waiting for pushes`,
  ],
  ['counted', run.strict ? 'MUST and SHOULD' : 'MUST'],
];

/** The end of every report. */
export function completenessOf({ completeness, checks }: Report): string {
  const { planned, judged } = completeness;
  const left = checks.filter(({ state }) => state === 'not-run').length;
  const beside = left === 0 ? '' : `; ${left} left out by the user`;
  return planned === judged
    ? `complete: ${planned} checks planned = ${judged} judged${beside}`
    : `NOT COMPLETE: ${planned} checks planned, only ${judged} judged${beside}`;
}
