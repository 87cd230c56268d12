import { checksOf } from '../contract/checks.ts';
import type { Contract } from '../contract/contract.ts';
import { judgeInstances } from '../judge/judge.ts';
import type { EpochRecord } from '../judge/record.ts';
import { resultsOf, verdictOf } from '../judge/verdict.ts';
import { KmipError } from '../kmip/errors.ts';
import { OtlpDecodeError } from '../otlp/decode-error.ts';
import { notApplicable } from '../testbed/recording/claims.ts';
import { CaptureError } from '../testbed/recording/exchange.ts';
import { importRecording, type Recording } from '../testbed/recording/import.ts';
import type { RunResult } from '../testbed/run.ts';

/** Traffic and exports that somebody else recorded, of one process and without scenarios, judged like a run. @throws CaptureError */
export function judgeRecording(
  recording: Recording,
  profile: Contract,
  strict: boolean,
): { readonly result: RunResult; readonly contract: Contract } {
  const record = recordOf(recording, profile);
  const { contract } = record.setting;
  const checks = checksOf(contract);
  const exclusions = notApplicable(record);
  const results = resultsOf(checks, judgeInstances([[record]]), exclusions, strict);
  const plan = {
    ...{ checks, selected: checks, exclusions, unasked: new Map(), whole: new Set<string>() },
    ...{ scenarios: [], refusals: [] },
  };
  const { started_unix_ms } = recording.run;
  const ended = record.exports.at(-1)?.arrivedAtUnixMs ?? started_unix_ms;
  const result = {
    ...{ plan, strict, results, scenarios: [], records: [[record]], verdict: verdictOf(results) },
    ...{ seed: '', startedAtUnixMs: started_unix_ms, seconds: (ended - started_unix_ms) / 1000 },
    ...{ waitedSeconds: 0, cleanUp: undefined },
  };
  return { result, contract };
}

/** @throws CaptureError, ContractError */
function recordOf(recording: Recording, profile: Contract): EpochRecord {
  try {
    return importRecording(recording, profile);
  } catch (error) {
    if (!(error instanceof OtlpDecodeError || error instanceof KmipError)) throw error;
    throw new CaptureError(`the recording cannot be read: ${error.message}`);
  }
}
