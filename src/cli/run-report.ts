import { checksOf } from '../contract/checks.ts';
import type { Contract } from '../contract/contract.ts';
import { epochsOf } from '../judge/evidence/epochs.ts';
import { evidenceFor } from '../judge/evidence/finding.ts';
import type { EpochRecord } from '../judge/record.ts';
import { exitCodeOf } from '../judge/verdict.ts';
import { buildReport, type Outcome } from '../report/build.ts';
import { redactor } from '../report/redact.ts';
import type { Report } from '../report/report.ts';
import { knownSecrets } from '../testbed/secrets.ts';
import { commandLine } from './command-line.ts';
import { suite } from './suite.ts';

interface About {
  readonly contract: Contract;
  readonly target: Report['target'];
  readonly strict?: boolean | undefined;
  /** Where the verdict alone would end with 0. */
  readonly exitCode?: number;
}

/** The report of a run of this process. */
export function reportOfRun(
  result: Outcome & { readonly records: readonly (readonly EpochRecord[])[] },
  { contract, target, strict = true, exitCode = 0 }: About,
): Report {
  const records = result.records.flat();
  return buildReport({
    contract,
    target: { name: target.name, version: target.version },
    strict,
    outcome: result,
    epochs: epochsOf(records),
    evidenceFor: (finding) => evidenceFor(finding, records),
    suite: suite(),
    commandLine: commandLine(process.argv.slice(2)),
    exitCode: exitCodeOf(result.verdict) || exitCode,
    redact: redactor(knownSecrets()),
  });
}

/** The report of a run that came to nothing: no check could be brought to the point where it is judged. */
export const reportOfFailure = (
  { message }: Error,
  { seed = '', ...about }: About & { readonly seed?: string | undefined },
): Report => {
  const seconds = process.uptime();
  const results = checksOf(about.contract).map((check) => ({
    ...({ check, state: 'set-up-error', weight: 'unusable', findings: [], reason: message } as const),
  }));
  const startedAtUnixMs = Date.now() - seconds * 1000;
  const outcome = { results, scenarios: [], records: [], verdict: 'set-up error', seed } as const;
  return reportOfRun({ ...outcome, startedAtUnixMs, seconds, waitedSeconds: 0 }, about);
};
