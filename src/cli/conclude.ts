import type { Baseline } from '../baseline/baseline.ts';
import type { Contract } from '../contract/contract.ts';
import type { Report } from '../report/report.ts';
import { paintFor } from '../report/style.ts';
import { terminalReport } from '../report/terminal.ts';
import type { CleanUp } from '../testbed/production/clean-up.ts';
import type { RunResult } from '../testbed/run.ts';
import { NOT_CLEAN } from './exit-codes.ts';
import { type ReportFiles, writeReports } from './report-files.ts';
import { reportOfRun } from './run-report.ts';
import { withBaseline } from './with-baseline.ts';

export interface Conclusion {
  readonly contract: Contract;
  readonly target: Report['target'];
  readonly baseline: Baseline | undefined;
  readonly files: ReportFiles;
}

/** Prints and writes what a run has come to. @returns the exit code */
export async function conclude(
  result: RunResult,
  { contract, target, baseline, files }: Conclusion,
): Promise<number> {
  const left = leftovers(result.cleanUp);
  const judged = withBaseline(result, baseline, target.version);
  const problems = [...judged.problems, ...left];
  const about = { contract, target, strict: judged.strict, exitCode: left.length === 0 ? 0 : NOT_CLEAN };
  const report = reportOfRun({ ...judged, problems }, about);
  process.stdout.write(`${terminalReport(report, paintFor(process.stdout)).join('\n')}\n`);
  await writeReports(files, report);
  return report.exitCode;
}

/** What could not be taken away again is a problem of the run, whatever its verdict. */
const leftovers = (cleaned: CleanUp | undefined): readonly string[] =>
  (cleaned?.left ?? []).map(
    ({ id, why }) => `the object ${id} was made by this run and is there still: ${why}`,
  );
