import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soundEvidence } from './evidence.fixture.ts';
import { expectationOf, screensIn } from './screens.ts';

test('what the browser program says is read, and that it has said nothing is a failure', () => {
  const log = '✔ kms-kmip: Operations\n✖ kms-kmip: Errors\n  shows 3, not 2\ngrafana: 1 passed, 1 failed\n';
  assert.deepEqual(screensIn(log, 'ended with exit code 1'), {
    kind: 'seen',
    passed: 1,
    failures: ['kms-kmip: Errors: shows 3, not 2'],
  });
  assert.deepEqual(
    screensIn('not tested: Grafana: there is no chromium in PATH\n', 'ended with exit code 77'),
    {
      kind: 'not seen',
      reason: 'there is no chromium in PATH',
    },
  );
  assert.deepEqual(screensIn('Error: out of memory\n', 'ended with SIGKILL'), {
    kind: 'seen',
    passed: 0,
    failures: ['the browser ended with SIGKILL: Error: out of memory'],
  });
});

test('what must be on the screen is what the last observation saw, at its time', () => {
  const { moment, sent } = soundEvidence();
  const expected = expectationOf({ moment, sent });
  assert.equal(expected?.job, 'kms');
  assert.equal(expected?.screens['kms-kmip']?.Errors, '3');
  assert.ok((expected?.toUnixMs ?? 0) > (expected?.fromUnixMs ?? 0));
  assert.equal(expectationOf({ moment, sent: [] }), undefined);
});
