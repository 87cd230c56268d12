import type { Contract } from '../contract/contract.ts';
import { epochsOf } from '../judge/evidence/epochs.ts';
import { evidenceFor } from '../judge/evidence/finding.ts';
import { exitCodeOf } from '../judge/verdict.ts';
import { buildReport } from '../report/build.ts';
import { redactor } from '../report/redact.ts';
import type { Report } from '../report/report.ts';
import type { RunResult } from '../testbed/run.ts';
import { knownSecrets } from '../testbed/secrets.ts';
import { commandLine } from './command-line.ts';
import { suite } from './suite.ts';

/** The report of a run of this process. */
export function reportOfRun(
  result: RunResult,
  about: { readonly contract: Contract; readonly target: Report['target']; readonly strict: boolean },
): Report {
  const records = result.records.flat();
  return buildReport({
    ...about,
    outcome: result,
    epochs: epochsOf(records),
    evidenceFor: (finding) => evidenceFor(finding, records),
    suite: suite(),
    commandLine: commandLine(process.argv.slice(2)),
    exitCode: exitCodeOf(result.verdict),
    redact: redactor(knownSecrets()),
  });
}
