import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadWhole } from '../contract/load.ts';
import { loadProfile, placeOfProfile } from '../contract/profiles.ts';
import type { CheckResult } from '../judge/verdict.ts';
import { readRecording } from '../testbed/recording/import.ts';
import type { RunResult } from '../testbed/run.ts';
import { ABOUT, ALL, CONTRACT, captured, newFolder, RECORD, runOf, written } from './capture.fixture.ts';
import { contractFor, judgeCapture } from './judge.ts';
import { readCapture } from './read.ts';
import { judgeRecording } from './recording.ts';
import { captureOf } from './take.ts';

const folder = newFolder();

const resultOf = ({ results }: Pick<RunResult, 'results'>, id: string): CheckResult | undefined =>
  results.find(({ check }) => check.id === id);

/** Through a file, as this suite has its profile and its features. */
async function again(run: RunResult) {
  const capture = await readCapture(await written(join(folder, crypto.randomUUID()), captured(run)));
  return judgeCapture(capture, contractFor(capture, undefined), ALL);
}

test('judged offline, a run has the same result and says the same of everything', async () => {
  const run = runOf();
  assert.equal(resultOf(run, 'kms.errors.total/value')?.state, 'passed');
  assert.deepEqual(await again(run), run);
});

test('the same where it is not conform, and where a scenario failed by itself', async () => {
  const [first] = RECORD.exports;
  assert.ok(first);
  const broken = { ...RECORD, exports: RECORD.exports.map(() => first) };
  const name = ALL.find(({ checks }) => checks.includes('exposure/metrics-endpoint'))?.name ?? '';
  const run = runOf([[broken]], { [name]: { type: 'AssertionError', message: 'somebody answered' } });
  assert.equal(resultOf(run, 'exposure/metrics-endpoint')?.state, 'failed');
  assert.equal(run.verdict, 'not conform');
  assert.deepEqual(await again(run), run);
});

test('another profile: its levels, its definitions, its checks', () => {
  const capture = captured();
  const contract = contractFor(capture, 'cosmian-5.26');
  assert.equal(contract.profile, 'cosmian-5.26');
  const { results, records } = judgeCapture(capture, contract, ALL);
  assert.equal(records[0]?.[0]?.setting.contract, contract);
  assert.notDeepEqual(
    results.map(({ state }) => state),
    capture.results.map(({ state }) => state),
  );
});

test('what the target picks holds under the profile that it is judged by', () => {
  const capture = captureOf(runOf(), { ...ABOUT, picks: { 'error-scope': 'all' } });
  assert.equal(contractFor(capture, undefined).definitions.errorScope, 'all');
  assert.throws(() => contractFor(capture, 'cosmian-5.26'), {
    name: 'ContractError',
    message: /fixes error-scope/,
  });
});

test('a profile of one’s own travels with the capture; one of the suite is that of the suite', () => {
  const capture = captured();
  const { contract } = capture.header;
  assert.deepEqual(contract.whole, loadWhole(placeOfProfile('documented').file));
  const about = 'mine';
  const own = (isOwn: boolean) => ({
    ...capture,
    header: { ...capture.header, contract: { ...contract, isOwn, whole: { ...contract.whole, about } } },
  });
  assert.equal(contractFor(own(false), undefined).about, about);
  assert.deepEqual(contractFor(own(true), undefined), loadProfile('documented'));
});

test('a scenario that the recorded run did not have: its checks count where the traffic tests them anyhow', () => {
  const capture = captured();
  const told = ['exposure/metrics-endpoint', 'kms.errors.total/value'];
  const isNew = (checks: readonly string[]) => told.some((id) => checks.includes(id));
  const older = {
    ...capture,
    scenarios: capture.scenarios.filter(({ scenario }) => !isNew(scenario.checks)),
    refusals: [],
    results: capture.results.filter(({ id }) => !told.includes(id)),
  };
  const judged = judgeCapture(older, CONTRACT, ALL);
  assert.deepEqual(
    told.map((id) => [resultOf(judged, id)?.state, resultOf(judged, id)?.reason]),
    [
      ['not-run', 'the recorded run had no scenario for it; record one with this suite'],
      ['passed', undefined],
    ],
  );
  assert.equal(judged.plan.whole.has('kms.errors.total/value'), false);
});

test('a scenario that this suite has no more is evidence as it was', () => {
  const capture = captured();
  const gone = ALL.filter(({ checks }) => !checks.includes('exposure/metrics-endpoint'));
  assert.equal(resultOf(judgeCapture(capture, CONTRACT, gone), 'exposure/metrics-endpoint')?.state, 'passed');
});

test('a folder that somebody recorded is judged without scenarios', () => {
  const folder = fileURLToPath(new URL('../../fixtures/captures/cosmian-5.26', import.meta.url));
  const { result } = judgeRecording(readRecording(folder), loadProfile('cosmian-5.26'), false);
  assert.equal(result.verdict, 'not conform');
  assert.equal(resultOf(result, 'kms.errors.total/value')?.state, 'passed');
  assert.equal(resultOf(result, 'kms.hsm.operations.total/value')?.state, 'not-applicable');
  assert.equal(resultOf(result, 'exposure/metrics-endpoint')?.state, 'not-testable');
});
