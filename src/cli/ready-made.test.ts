import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { editMetrics } from '../../faults/wire/edit.ts';
import { mistakesIn } from '../baseline/apply.ts';
import { loadBaseline } from '../baseline/load.ts';
import { checksOf } from '../contract/checks.ts';
import { loadProfile } from '../contract/profiles.ts';
import { judge } from '../judge/judge.ts';
import { soundRecord, under } from '../judge/record.fixture.ts';
import type { EpochRecord } from '../judge/record.ts';
import { resultsOf } from '../judge/verdict.ts';
import { notApplicable } from '../testbed/recording/claims.ts';
import { importRecording, readRecording } from '../testbed/recording/import.ts';

const folder = (path: string) => fileURLToPath(new URL(`../../${path}/`, import.meta.url));
const BASELINES = readdirSync(folder('targets')).filter((name) => name.endsWith('.baseline.toml'));

const entriesOf = (name: string) => loadBaseline(`${folder('targets')}${name}.baseline.toml`).entries;
const inState = (record: EpochRecord, state: string): readonly string[] =>
  resultsOf(checksOf(record.setting.contract), judge(record), notApplicable(record), true)
    .filter((result) => result.state === state)
    .map(({ check }) => check.id);

for (const name of BASELINES) {
  test(`${name} names checks that there are, each once`, () => {
    const baseline = loadBaseline(folder('targets') + name);
    const ids = checksOf(loadProfile(name.replace('.baseline.toml', ''))).map(({ id }) => id);
    assert.deepEqual(mistakesIn(baseline, new Set(ids)), []);
  });
}

test('what the recorded run of 5.26 fails stands in the baseline of 5.26, and nothing else', () => {
  const recording = readRecording(folder('fixtures/captures/cosmian-5.26').replace(/\/$/, ''));
  const failed = inState(importRecording(recording, loadProfile('cosmian-5.26')), 'failed');
  // A missing last push is told by its scenario, which a recording has not.
  const known = entriesOf('cosmian-5.26')
    .map(({ check }) => check)
    .filter((check) => check !== 'push/last-push');
  assert.deepEqual([...failed].sort(), known.sort());
});

test('a stream without the eight instruments that 5.17 never records is what its baseline says', () => {
  const contract = loadProfile('cosmian-5.17');
  const sent = new Set(contract.instruments.flatMap(({ name, onTheWire }) => (onTheWire ? [name] : [])));
  const whole = under(
    contract,
    soundRecord({ collections: [2, 4, 8, 12, 13, 14, 16], observed: [2, 4, 8, 12, 16] }),
  );
  const record = editMetrics((metric) => (sent.has(metric.name) ? [metric] : []))(whole);
  const entries = entriesOf('cosmian-5.17').filter(({ check }) => check.startsWith('kms.'));
  const ofUnsent = (ids: readonly string[]) =>
    ids.filter((id) => id.startsWith('kms.') && !sent.has(id.split('/')[0] ?? '')).sort();
  const known = (state: (typeof entries)[number]['known']) =>
    entries.flatMap((entry) => (entry.known === state ? [entry.check] : [])).sort();
  assert.deepEqual(ofUnsent(inState(record, 'failed')), known('failing'));
  assert.deepEqual(ofUnsent(inState(record, 'not-testable')), known('not-testable'));
});
