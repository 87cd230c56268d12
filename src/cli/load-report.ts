import type { State } from '../judge/verdict.ts';
import { describe } from '../ledger/bounds.ts';
import type { FaultAccount } from '../load/account.ts';
import type { Balance } from '../load/conservation.ts';
import type { Kept } from '../load/kept.ts';
import type { LoadResult } from '../load/load.ts';
import type { Paint } from '../report/style.ts';

/** What a load run says in the end, line by line; the last line is the verdict. */
export function loadReport(result: LoadResult, paint: Paint): readonly string[] {
  const inState = (wanted: State) => result.results.filter(({ state }) => state === wanted);
  const [failed, open] = [inState('failed'), inState('not-testable')];
  const passed = inState('passed').length;
  const rate = Number(result.answered) / result.seconds;
  return [
    '',
    ...tableOf(result.balances, paint),
    '',
    ...failed.flatMap(({ check, weight, findings }) => [
      paint(
        weight === 'breaks' ? 'red' : 'yellow',
        `${weight === 'breaks' ? 'FAILED' : 'noted'}  ${check.id} (${check.level})`,
      ),
      ...findings.map(({ message }) => `  ${message}`),
    ]),
    ...open.map(({ check, weight, reason }) =>
      paint(weight === 'breaks' ? 'red' : 'yellow', `not testable  ${check.id} (${check.level}): ${reason}`),
    ),
    ...(result.unlike === 0n
      ? []
      : [
          paint(
            'red',
            `${result.unlike} answers were not like those of the rehearsal: what they did is not known, see k6's warnings`,
          ),
        ]),
    ...(result.thresholdsHeld ? [] : [paint('red', 'thresholds of k6 were crossed: see its summary')]),
    ...keptReport(result.kept, paint),
    ...accountReport(result.account, paint),
    `${result.answered} requests answered in ${result.seconds.toFixed(1)} s (${rate.toFixed(0)} per second), ${result.lost} not answered`,
    `load: ${passed} passed, ${failed.length} failed, ${open.length} not testable; ${result.balances.filter(({ isKept }) => isKept).length} of ${result.balances.length} instruments balance`,
    isGood(result)
      ? paint('green', 'every operation was counted')
      : paint('red', 'not every operation was counted as it must'),
  ];
}

/** Nothing that counts was found, and nothing was unknown. */
export const isGood = (result: LoadResult): boolean =>
  result.unlike === 0n &&
  result.thresholdsHeld &&
  result.balances.every(({ isKept }) => isKept) &&
  result.account?.broken === undefined &&
  result.results.every(({ weight }) => weight !== 'breaks');

/** What a KMS that was killed took with it cannot be known; it is said. */
function keptReport(kept: readonly Kept[], paint: Paint): readonly string[] {
  if (kept.length === 0) return [];
  const lines = kept.map(({ instrument, sent, pushed, isTooMuch }) => {
    const line = `  ${instrument}: ${pushed} pushed of ${describe(sent)}`;
    return isTooMuch ? paint('red', `${line}, more than was ever asked for`) : line;
  });
  return ['before it was killed; what is missing was counted after the last push, if at all:', ...lines, ''];
}

/** What was asked of whom while something went wrong, what was kept, what nobody knows. */
function accountReport(account: FaultAccount | undefined, paint: Paint): readonly string[] {
  if (account === undefined) return [];
  const { fault, asked, kept, unknown, broken } = account;
  return [
    `${fault}: ${asked}`,
    `  kept:    ${kept}`,
    `  unknown: ${unknown}`,
    ...(broken === undefined ? [] : [paint('red', `  broken:  ${broken}`)]),
    '',
  ];
}

const HEAD = ['instrument', 'sent', 'counted', 'series', 'Prometheus'] as const;

function tableOf(balances: readonly Balance[], paint: Paint): readonly string[] {
  const hasStack = balances.some((balance) => 'inPrometheus' in balance);
  const head = hasStack ? HEAD : HEAD.slice(0, -1);
  const rows = balances.map(({ instrument, sent, counted, series, inPrometheus }) => [
    instrument,
    describe(sent),
    counted === undefined ? 'never exported' : `${counted}`,
    `${series}`,
    ...(hasStack ? [`${inPrometheus ?? 'not whole'}`] : []),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return [
    line(head),
    ...rows.map((row, index) => (balances[index]?.isKept ? line(row) : paint('red', `${line(row)}  WRONG`))),
  ];
}
