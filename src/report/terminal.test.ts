import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documented } from '../contract/contract.fixture.ts';
import type { Contract } from '../contract/contract.ts';
import type { Finding } from '../judge/finding.ts';
import { type CheckResult, type State, weigh } from '../judge/verdict.ts';
import { PLAIN } from './style.ts';
import { terminalReport } from './terminal.ts';

const whole = documented();
const contract: Contract = {
  ...whole,
  instruments: whole.instruments.filter(({ number }) => number === 4 || number === 14),
  topics: whole.topics.filter(({ id }) => ['push/grpc', 'push/cadence', 'restart/epoch'].includes(id)),
};

const result = (
  id: string,
  state: State,
  more: { readonly findings?: readonly Finding[]; readonly reason?: string } = {},
): CheckResult => ({
  check: { id, level: 'MUST', text: '', capability: undefined },
  state,
  weight: weigh(state, 'MUST', true),
  findings: more.findings ?? [],
  reason: more.reason,
});

const report = (results: readonly CheckResult[]) =>
  terminalReport(
    { contract, target: 'reference', results, verdict: 'not conform', scenarios: 7, seconds: 12.34 },
    PLAIN,
  );

const wrong = (message: string, scenarios: readonly string[] = []): Finding => ({
  check: 'kms.errors.total/value',
  message,
  scenarios,
});

const lines = report([
  result('kms.active.users/name', 'passed'),
  result('kms.active.users/value', 'not-testable', { reason: 'nobody came' }),
  result('kms.errors.total/name', 'not-applicable'),
  result('kms.errors.total/value', 'failed', {
    findings: [
      wrong('it must stand at 1, but stands at 2', ['Errors: one', 'Errors: two']),
      wrong('second'),
      wrong('third'),
      wrong('fourth'),
    ],
  }),
  result('push/grpc', 'set-up-error', { reason: 'no port' }),
  result('push/cadence', 'not-run', { reason: 'left out by the selection' }),
  result('restart/epoch', 'not-testable', { reason: 'nobody came' }),
]);

const holds = (...wanted: readonly string[]) => {
  for (const line of wanted)
    assert.ok(lines.includes(line), `${JSON.stringify(line)} in\n${lines.join('\n')}`);
};

test('instruments in the order of the contract, a column for each aspect, what was not run as a dash', () => {
  const table = lines.slice(0, 3).map((line) => line.split(/ {2,}/));
  assert.deepEqual(table, [
    ['instrument', 'name', 'kind', 'unit', 'attributes', 'value', 'time'],
    [' 4', 'kms.active.users', 'ok', '-', '-', '-', '?', '-'],
    ['14', 'kms.errors.total', 'n/a', '-', '-', '-', 'FAILED', '-'],
  ]);
});

test('a failure shows its level, three findings and how many more, and who moved it', () => {
  const from = lines.indexOf('FAILED kms.errors.total/value (MUST)');
  assert.deepEqual(lines.slice(from + 1, from + 6), [
    '  it must stand at 1, but stands at 2',
    '    moved by: Errors: one; Errors: two',
    '  second',
    '  third',
    '  ... and 1 more',
  ]);
});

test('checks that share a reason share a paragraph', () => {
  holds('not testable: nobody came', '  kms.active.users/value  restart/epoch', 'set-up error: no port');
});

test('the end counts every state and says the verdict, the target and the contract', () => {
  assert.deepEqual(lines.slice(-2), [
    '7 checks: 1 passed, 1 failed, 2 not testable, 1 not applicable, 1 not run, 1 set-up error; 7 scenarios in 12.3 s',
    'not conform (reference, contract documented 1, SHOULD counted)',
  ]);
});

test('nothing is coloured in plain text', () => {
  assert.ok(!lines.join('').includes('\u001b'));
});

test('nothing failed is said, too', () => {
  assert.match(report([result('push/grpc', 'passed')]).at(-2) ?? '', /^1 checks: 1 passed, 0 failed; /);
});
