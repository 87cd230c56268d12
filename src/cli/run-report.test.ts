import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checksOf } from '../contract/checks.ts';
import { documented } from '../contract/contract.fixture.ts';
import { keepSecret } from '../testbed/secrets.ts';
import { reportOfFailure } from './run-report.ts';

test('a target that never came up leaves a report in which nothing was judged, and no secret of its log', () => {
  const contract = documented();
  const token = keepSecret(`token-${crypto.randomUUID()}`);
  const report = reportOfFailure(new Error(`it ended; its last log lines:\n${token}`), {
    contract,
    target: { name: 'mine', version: undefined },
  });
  const { length } = checksOf(contract);
  assert.deepEqual(
    [report.verdict, report.exitCode, report.completeness],
    ['set-up error', 4, { planned: length, judged: 0 }],
  );
  assert.ok(report.checks.every(({ state }) => state === 'set-up-error'));
  assert.ok(!JSON.stringify(report).includes(token));
});
