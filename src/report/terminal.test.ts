import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, hostileReport, reportOf } from './report.fixture.ts';
import { PLAIN } from './style.ts';
import { terminalReport } from './terminal.ts';

const lines = terminalReport(reportOf(), PLAIN);

const holds = (...wanted: readonly string[]) => {
  for (const line of wanted)
    assert.ok(lines.includes(line), `${JSON.stringify(line)} in\n${lines.join('\n')}`);
};

test('instruments in the order of the contract, a column for each aspect, what was not run as a dash', () => {
  const table = lines.slice(0, 3).map((line) => line.split(/ {2,}/));
  assert.deepEqual(table, [
    ['instrument', 'name', 'kind', 'unit', 'attributes', 'value', 'time'],
    [' 4', 'kms.active.users', 'ok', '-', '-', '-', '?', '-'],
    ['14', 'kms.errors.total', 'n/a', 'STALE', 'FAILED', '-', 'FAILED', 'known'],
  ]);
});

test('a failure shows its level, three findings and how many more, how to mend it, and who moved it', () => {
  const from = lines.indexOf('FAILED kms.errors.total/value (MUST)');
  assert.deepEqual(lines.slice(from + 1, from + 6), [
    '  kms.errors.total must stand at 4, but stands at 8 (twice as much)',
    '    received: kms.errors.total, counter, unit {error}, by error_type',
    '    to mend:  count every event once, not twice',
    '    moved by: Errors: one; Errors: two',
    '  second',
  ]);
  holds('  ... and 1 more');
});

test('checks that share a reason share a paragraph', () => {
  holds('not testable: nobody came', '  kms.active.users/value  restart/epoch', 'set-up error: no port');
});

test('what is out of scope says why: it is no pass', () => {
  holds('not applicable: no cache', '  kms.errors.total/name');
});

test('a known failure and a stale entry show what the baseline says', () => {
  holds(
    'FAILED kms.errors.total/time (MUST, known to the baseline)',
    '  baseline: a known defect https://issues.example/1',
    'passed, not what the baseline says: was mended',
  );
});

test('the end counts every state and says the verdict, the target, the contract and what is missing', () => {
  assert.deepEqual(lines.slice(-3), [
    '10 checks: 2 passed, 3 failed, 2 not testable, 1 not applicable, 1 not run, 1 set-up error; 2 scenarios in 12.3 s',
    'not conform (reference, contract documented 1, SHOULD counted)',
    'NOT COMPLETE: 9 checks planned, only 8 judged; 1 left out by the user',
  ]);
});

test('it says where its numbers come from', () => {
  holds(
    'suite     kms-otlp-testbed 0.1.0, commit 0123456789abcdef',
    `contract  documented 1, SHA-256 ${'ab'.repeat(32)}`,
    'target    reference, version 0.1.0',
    'command   kms-conformance run --fast',
    'seed      c0ffee00',
    'started   2025-10-09T08:53:20.000Z',
    'took      12.3 s, of which 4.5 s nothing but waiting for pushes',
  );
});

test('nothing is coloured in plain text, and no KMS colours or clears the terminal', () => {
  assert.ok(!lines.join('').includes('\u001b'));
  assert.doesNotMatch(terminalReport(hostileReport(), PLAIN).join('\n'), /[^\P{Cc}\n]|\p{Bidi_Control}/u);
});

test('nothing failed is said, too', () => {
  const passed = reportOf({ checks: [check('push/grpc')] });
  assert.match(terminalReport(passed, PLAIN).at(-3) ?? '', /^1 checks: 1 passed, 0 failed; /);
});
