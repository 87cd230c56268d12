import type { Contract } from '../contract/contract.ts';
import { contractOf } from '../contract/load.ts';
import { loadProfile, profiles, withPicks } from '../contract/profiles.ts';
import type { EpochRecord } from '../judge/record.ts';
import { verdictOf } from '../judge/verdict.ts';
import { judgementOf } from '../testbed/judgement.ts';
import type { PlannedScenario } from '../testbed/plan.ts';
import type { RunResult } from '../testbed/run.ts';
import type { Capture } from './capture.ts';
import { pastPlan } from './plan.ts';

/**
 * The contract that a capture is judged by: the profile that is asked for, else the one of the run, as this suite has
 * it where it comes with the suite. The target's own picks stay where it does not fix them otherwise.
 * @throws ContractError
 */
export function contractFor({ header: { contract } }: Capture, profile: string | undefined): Contract {
  const { isOwn, whole, picks } = contract;
  const own = isOwn && profiles().includes(contract.profile) ? contract.profile : undefined;
  const name = profile ?? own;
  return withPicks(name === undefined ? contractOf(whole) : loadProfile(name), picks);
}

/** What was recorded, under a contract. */
export const recordsOf = ({ instances }: Capture, contract: Contract): RunResult['records'] =>
  instances.map((epochs) =>
    epochs.map((epoch): EpochRecord => ({ ...epoch, setting: { ...epoch.setting, contract } })),
  );

/**
 * The run once more, without a target. Pure.
 * @param all the scenarios of this suite
 * @throws PlanError where the contract has none of the checks that the run was for
 */
export function judgeCapture(
  capture: Capture,
  contract: Contract,
  all: readonly PlannedScenario[],
  strict = capture.header.strict,
): RunResult {
  const { scenarios, header } = capture;
  const { plan, unattended } = pastPlan(contract, all, capture);
  const records = recordsOf(capture, contract);
  const results = judgementOf({ plan, unattended, scenarios, records, strict });
  const { seed, startedAtUnixMs, seconds, waitedSeconds, cleanUp } = header;
  return {
    ...{ plan, strict, results, scenarios, records, verdict: verdictOf(results) },
    ...{ seed, startedAtUnixMs, seconds, waitedSeconds, cleanUp },
  };
}
