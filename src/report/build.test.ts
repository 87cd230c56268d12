import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checksOf } from '../contract/checks.ts';
import { documented } from '../contract/contract.fixture.ts';
import type { Finding } from '../judge/finding.ts';
import type { CheckResult, State } from '../judge/verdict.ts';
import { buildReport, MOST_FINDINGS, type Parts } from './build.ts';
import { contractHash } from './contract-hash.ts';
import { finding, T0 } from './report.fixture.ts';

const contract = documented();
const [first] = checksOf(contract);

const result = (state: State, index = 0, findings: readonly Finding[] = []): CheckResult => {
  const check = checksOf(contract)[index];
  assert.ok(check);
  return { check, state, weight: 'fine', findings, reason: undefined };
};

const parts = (results: readonly CheckResult[], more: Partial<Parts> = {}): Parts => ({
  contract,
  outcome: {
    results,
    scenarios: [
      {
        scenario: { name: 'X: one', location: 'features/x.feature:3', checks: [first?.id ?? ''] },
        error: { message: 'the token is s3cr3t-token' },
        seconds: 1,
      },
    ],
    verdict: 'not conform',
    seed: 'seed',
    startedAtUnixMs: T0,
    seconds: 2,
    waitedSeconds: 1,
  },
  epochs: [],
  evidenceFor: ({ message }) => finding({ message }),
  suite: { name: 'suite', version: '1', commit: undefined },
  target: { name: 'target', version: undefined },
  commandLine: 'kms-conformance run --token s3cr3t-token',
  strict: true,
  exitCode: 1,
  redact: (text) => text.replaceAll('s3cr3t-token', '...'),
  ...more,
});

test('a check knows the scenarios that are evidence for it, and where its promise comes from', () => {
  const [check] = buildReport(parts([result('passed')])).checks;
  assert.deepEqual([check?.id, check?.scenarios, check?.source], [first?.id, ['X: one'], first?.source]);
});

test('whoever looks at any text of it finds no secret', () => {
  const report = buildReport(parts([result('failed', 0, [{ check: '', message: 's3cr3t-token leaked' }])]));
  assert.ok(!JSON.stringify(report).includes('s3cr3t'));
  assert.equal(report.run.commandLine, 'kms-conformance run --token ...');
});

test('findings beyond the limit are counted', () => {
  const findings = Array.from({ length: MOST_FINDINGS + 7 }, () => ({ check: '', message: 'wrong' }));
  const [check] = buildReport(parts([result('failed', 0, findings)])).checks;
  assert.deepEqual([check?.findings.length, check?.findingsLeftOut], [MOST_FINDINGS, 7]);
});

test('planned is all that the user has not left out, judged all that has a verdict of its own', () => {
  const all = checksOf(contract).map((_, index) => result('passed', index));
  const states = (...some: readonly State[]) => [
    ...some.map((state, index) => result(state, index)),
    ...all.slice(some.length),
  ];
  const planned = (results: readonly CheckResult[]) => buildReport(parts(results)).completeness;
  const { length } = all;
  assert.deepEqual(planned(all), { planned: length, judged: length });
  assert.deepEqual(planned(states('not-run', 'not-testable', 'not-applicable')), {
    planned: length - 1,
    judged: length - 1,
  });
  assert.deepEqual(planned(states('set-up-error')), { planned: length, judged: length - 1 });
});

test('a check that has no result at all shows', () => {
  const { planned, judged } = buildReport(parts([result('passed')])).completeness;
  assert.equal(planned - judged, checksOf(contract).length - 1);
});

test('the hash is that of what is promised, not of its order', () => {
  const turned = { ...contract, levels: Object.fromEntries(Object.entries(contract.levels).toReversed()) };
  assert.equal(contractHash(turned as typeof contract), contractHash(contract));
  assert.notEqual(
    contractHash(documented({ regrantCounts: !contract.definitions.regrantCounts })),
    contractHash(contract),
  );
});
