import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_STEPS, parseScript, ScriptError } from './parse.ts';
import { describeStep, type Step } from './step.ts';

const STEPS: readonly (readonly [string, readonly Step[]])[] = [
  ['', []],
  ['  \n# nothing but words\n', []],
  ['ok', [{ kind: 'ok' }]],
  ['UNAVAILABLE', [{ kind: 'status', status: 'UNAVAILABLE', retryAfterMs: undefined }]],
  ['ABORTED retry-after 0.2s', [{ kind: 'status', status: 'ABORTED', retryAfterMs: 200 }]],
  ['ABORTED  retry-after\t50ms # soon', [{ kind: 'status', status: 'ABORTED', retryAfterMs: 50 }]],
  ['partial 3 rejected', [{ kind: 'partial', rejected: 3 }]],
  ['partial 0 rejected', [{ kind: 'partial', rejected: 0 }]],
  ['delay 1.5s', [{ kind: 'delay', ms: 1500 }]],
  ['delay 3600s', [{ kind: 'delay', ms: 3_600_000 }]],
  ['black-hole\nreset\n\ngoaway', [{ kind: 'black-hole' }, { kind: 'reset' }, { kind: 'goaway' }]],
  ['2 times oversize\nok', [{ kind: 'oversize' }, { kind: 'oversize' }, { kind: 'ok' }]],
  ['certificate wrong-host', [{ kind: 'certificate', variant: 'wrong-host' }]],
];

for (const [script, steps] of STEPS) {
  test(`${JSON.stringify(script)} is read`, () => assert.deepEqual(parseScript(script), steps));
}

test('a step is described by the line that means it', () => {
  for (const step of STEPS.flatMap(([, steps]) => steps))
    assert.deepEqual(parseScript(describeStep(step)), [step]);
});

for (const [script, complaint] of [
  ['ok\n  UNAVIALABLE', /^line 2 of the script, "UNAVIALABLE": there is no such step; a step is ok, /],
  ['unavailable', /no such step/],
  ['ok now', /no such step/],
  ['toString', /no such step/],
  ['UNAVAILABLE later', /only "retry-after" and a time, for example UNAVAILABLE retry-after 0.2s/],
  ['UNAVAILABLE retry-after', /only "retry-after" and a time/],
  ['UNAVAILABLE retry-after 1m', /"1m" is no time: write 0.2s or 200ms/],
  ['delay 3601s', /at most 3600s/],
  ['delay -1s', /is no time/],
  ['partial -1 rejected', /no such step/],
  ['partial 1.5 rejected', /no such step/],
  ['certificate stale', /no such step/],
  ['0 times ok', /repeated 1 to 10000 times/],
  ['10001 times ok', /repeated 1 to 10000 times/],
  ['10000 times ok\nok', /has 10001 steps; at most 10000/],
] as const) {
  test(`${JSON.stringify(script)} is refused`, () => {
    assert.throws(() => parseScript(script), { name: ScriptError.name, message: complaint });
  });
}

test('the longest script is read', () => {
  assert.equal(parseScript(`${MAX_STEPS} times reset`).length, MAX_STEPS);
});
