import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { mistakesIn } from '../../baseline/apply.ts';
import { loadBaseline } from '../../baseline/load.ts';
import type { Header } from '../../capture/capture.ts';
import { contractFor, judgeCapture } from '../../capture/judge.ts';
import { readCapture } from '../../capture/read.ts';
import { judgeRecording } from '../../capture/recording.ts';
import { checksOf } from '../../contract/checks.ts';
import type { Contract } from '../../contract/contract.ts';
import { BASE_PROFILE, loadProfile } from '../../contract/profiles.ts';
import type { Report } from '../../report/report.ts';
import { readRecording } from '../../testbed/recording/import.ts';
import type { RunResult } from '../../testbed/run.ts';
import { readPlan } from '../../testbed/selection.ts';
import { conclude } from '../conclude.ts';
import { BASELINE_STALE } from '../exit-codes.ts';
import { addReportOptions, prepare, type ReportFiles } from '../report-files.ts';

interface Options extends ReportFiles {
  readonly profile?: string;
  readonly baseline?: string;
  readonly strict?: boolean;
}

export function addJudge(program: Command): void {
  const command = program
    .command('judge <file>')
    .description('judge a recorded run again, without its target: a capture, or a folder of recorded traffic')
    .option('--profile <name>', 'contract profile, by name or path; default: the one of the run')
    .option('--strict', 'SHOULD counts like MUST; default: as in the run')
    .option('--no-strict', 'SHOULD is reported and breaks nothing')
    .option('--baseline <file>', 'what is known not to pass, with reasons: see "baseline --help"');
  addReportOptions(command)
    .addHelpText('after', HELP)
    .action(async (file: string, options: Options) => {
      process.exitCode = await judge(file, options);
    });
}

const HELP = `
With the suite and the profile of the run the result is that of the run. Exit codes are those of "run"; 2 for a file
that is no capture, or was cut short.

What a scenario saw itself, beside the telemetry, stays as it was recorded. A scenario that the run did not have is not
run: its checks count only where the recorded traffic puts them to the test.

A folder holds traffic.jsonl, exports.jsonl and run.json, as fixtures/captures/README.md describes them; it is judged by
the profile documented, unless another is named.

Examples:
  kms-conformance judge monday.jsonl.gz
  kms-conformance judge monday.jsonl.gz --profile cosmian-5.26 --html monday.html
  kms-conformance judge fixtures/captures/cosmian-5.26 --profile cosmian-5.26`;

async function judge(file: string, options: Options): Promise<number> {
  await prepare(options);
  const baseline = options.baseline === undefined ? undefined : loadBaseline(options.baseline);
  const { result, contract, target } = await judged(file, options);
  const mistakes =
    baseline === undefined ? [] : mistakesIn(baseline, new Set(checksOf(contract).map(({ id }) => id)));
  if (mistakes.length > 0) {
    process.stderr.write(`${mistakes.join('\n')}\n`);
    return BASELINE_STALE;
  }
  return conclude(result, { contract, target, baseline, files: options });
}

interface Judged {
  readonly result: RunResult;
  readonly contract: Contract;
  readonly target: Report['target'];
}

async function judged(file: string, { profile, strict }: Options): Promise<Judged> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) {
    const recording = readRecording(file);
    const { product, release } = recording.run;
    const past = judgeRecording(recording, loadProfile(profile ?? BASE_PROFILE), strict ?? false);
    return { ...past, target: { name: product, version: release } };
  }
  const capture = await readCapture(file);
  process.stdout.write(`${originOf(capture.header)}\n\n`);
  const contract = contractFor(capture, profile);
  const result = judgeCapture(capture, contract, await readPlan(contract), strict);
  return { result, contract, target: capture.header.target };
}

const originOf = ({ suite, startedAtUnixMs, commandLine }: Header): string =>
  `recorded ${new Date(startedAtUnixMs).toISOString()} by ${suite.name} ${suite.version} (${suite.commit ?? 'commit unknown'}): ${commandLine}`;
