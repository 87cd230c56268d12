import { checksOf } from '../contract/checks.ts';
import type { Contract } from '../contract/contract.ts';
import type { Finding } from '../judge/finding.ts';
import type { CheckResult, State, Verdict } from '../judge/verdict.ts';
import { contractHash } from './contract-hash.ts';
import { type Redact, redactAll } from './redact.ts';
import type { CheckReport, EpochReport, FindingReport, Report } from './report.ts';

/** What a run has come to. */
export interface Outcome {
  readonly results: readonly CheckResult[];
  readonly scenarios: readonly {
    readonly scenario: {
      readonly name: string;
      readonly location: string;
      readonly checks: readonly string[];
    };
    readonly error: { readonly message: string } | undefined;
    readonly seconds: number;
  }[];
  readonly verdict: Verdict;
  readonly problems?: readonly string[];
  readonly seed: string;
  readonly startedAtUnixMs: number;
  readonly seconds: number;
  readonly waitedSeconds: number;
}

export interface Parts {
  readonly outcome: Outcome;
  readonly contract: Contract;
  readonly epochs: readonly EpochReport[];
  readonly evidenceFor: (finding: Finding) => FindingReport;
  readonly suite: Report['suite'];
  readonly target: Report['target'];
  readonly commandLine: string;
  readonly strict: boolean;
  readonly exitCode: number;
  readonly redact: Redact;
}

/** A check with more findings than this shows the first ones; the others are counted. */
export const MOST_FINDINGS = 50;

/** The one model that every report is written from, without secrets. Pure. */
export function buildReport(parts: Parts): Report {
  const { outcome, contract, epochs, suite, target, commandLine, strict, exitCode } = parts;
  const { verdict, seed, startedAtUnixMs, seconds, waitedSeconds } = outcome;
  const report: Report = {
    schema: 1,
    suite,
    contract: {
      profile: contract.profile,
      version: contract.version,
      hash: contractHash(contract),
      definitions: scalars(contract.definitions),
    },
    target,
    run: { commandLine, seed, startedAtUnixMs, seconds, waitedSeconds, strict },
    verdict,
    exitCode,
    problems: outcome.problems ?? [],
    instruments: contract.instruments.map(({ number, name, kind, unit, document }) => ({
      number,
      name,
      kind,
      unit,
      document,
    })),
    checks: outcome.results.map((result) => checkOf(result, parts)),
    scenarios: outcome.scenarios.map(({ scenario, error, seconds }) => ({
      name: scenario.name,
      location: scenario.location,
      seconds,
      error: error?.message,
      checks: scenario.checks,
    })),
    epochs,
    completeness: completenessOf(contract, outcome.results),
  };
  return redactAll(report, parts.redact);
}

function checkOf(result: CheckResult, { outcome, evidenceFor }: Parts): CheckReport {
  const { check, state, weight, reason, findings, baseline } = result;
  return {
    id: check.id,
    level: check.level,
    text: check.text,
    source: check.source,
    state,
    weight,
    reason,
    findings: findings.slice(0, MOST_FINDINGS).map(evidenceFor),
    findingsLeftOut: Math.max(0, findings.length - MOST_FINDINGS),
    baseline,
    scenarios: outcome.scenarios.flatMap(({ scenario }) =>
      scenario.checks.includes(check.id) ? [scenario.name] : [],
    ),
  };
}

const NOT_JUDGED: readonly State[] = ['set-up-error', 'not-run'];

/** Planned is what the contract holds and the user has not left out. */
function completenessOf(contract: Contract, results: readonly CheckResult[]): Report['completeness'] {
  const states = new Map(results.map(({ check, state }) => [check.id, state]));
  const planned = checksOf(contract).filter(({ id }) => states.get(id) !== 'not-run');
  const judged = planned.filter(({ id }) => !NOT_JUDGED.includes(states.get(id) ?? 'not-run'));
  return { planned: planned.length, judged: judged.length };
}

const scalars = (definitions: object): Report['contract']['definitions'] =>
  Object.fromEntries(
    Object.entries(definitions).map(([key, value]) => [
      key,
      typeof value === 'object' ? JSON.stringify(value) : value,
    ]),
  );
