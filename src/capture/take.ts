import type { Contract } from '../contract/contract.ts';
import { loadWhole } from '../contract/load.ts';
import { placeOfProfile } from '../contract/profiles.ts';
import { contractHash } from '../report/contract-hash.ts';
import type { RunResult } from '../testbed/run.ts';
import type { Claims } from '../testbed/targets/capabilities.ts';
import type { Wanted } from '../testbed/wanted.ts';
import { type Capture, type Header, SCHEMA } from './capture.ts';

/** What a run does not tell of itself. */
export interface About {
  readonly suite: Header['suite'];
  readonly target: { readonly name: string; readonly version: string | undefined; readonly claims: Claims };
  readonly contract: Contract;
  /** Name or path of its profile. */
  readonly profile: string;
  readonly picks: Header['contract']['picks'];
  readonly commandLine: string;
  readonly wanted: Wanted;
}

/** A run as one file keeps it. */
export function captureOf(run: RunResult, about: About): Capture {
  const { suite, target, contract, profile, picks, commandLine, wanted } = about;
  const { strict, seed, startedAtUnixMs, seconds, waitedSeconds, cleanUp, plan } = run;
  const { file, isOwn } = placeOfProfile(profile);
  const { checks, instruments, tags, levels, open } = wanted;
  return {
    header: {
      schema: SCHEMA,
      suite,
      target: { name: target.name, version: target.version },
      contract: {
        ...{ profile: contract.profile, isOwn, whole: loadWhole(file), picks },
        hash: contractHash(contract),
      },
      ...{ commandLine, seed, startedAtUnixMs, seconds, waitedSeconds, strict },
      wanted: { checks, instruments, tags, levels, open },
      claims: target.claims,
      cleanUp,
    },
    instances: run.records.map((epochs) =>
      epochs.map(({ setting: { contract: _, ...setting }, ...epoch }) => ({ ...epoch, setting })),
    ),
    scenarios: run.scenarios,
    refusals: plan.refusals.map(({ scenario, sieve, state, reason }) => ({
      ...{ scenario: scenario.name, sieve, state, reason },
    })),
    results: run.results.map(({ check, state, reason, findings }) => ({
      ...{ id: check.id, state, reason },
      findings: findings.map(({ message }) => message),
    })),
  };
}
