import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { editInstrument, editPoints } from '../../../faults/wire/edit.ts';
import { checksOf } from '../../contract/checks.ts';
import { loadProfile } from '../../contract/profiles.ts';
import type { Finding } from '../../judge/finding.ts';
import { judge } from '../../judge/judge.ts';
import type { EpochRecord } from '../../judge/record.ts';
import { describeLabels } from '../../judge/sample.ts';
import { EMPTY_STATE, seriesOf } from '../../judge/state.ts';
import { resultsOf } from '../../judge/verdict.ts';
import { viewOf } from '../../judge/view.ts';
import { describe } from '../../ledger/bounds.ts';
import type { NumberPoint } from '../../otlp/model.ts';
import { notApplicable } from './claims.ts';
import { importRecording, readRecording } from './import.ts';

/** What fixtures/captures/README.md says of this capture, sentence by sentence. */
const recording = readRecording(
  fileURLToPath(new URL('../../../fixtures/captures/cosmian-5.26', import.meta.url)),
);
const release = importRecording(recording, loadProfile('cosmian-5.26'));
const documented = importRecording(recording, loadProfile('documented'));

const judged = (record: EpochRecord) =>
  resultsOf(checksOf(record.setting.contract), judge(record), notApplicable(record), false);

const idsIn = (record: EpochRecord, state: string): readonly string[] =>
  judged(record)
    .filter((result) => result.state === state)
    .map(({ check }) => check.id);

/** Failed checks with their levels. */
const failed = (record: EpochRecord): readonly string[] =>
  judged(record)
    .filter(({ state }) => state === 'failed')
    .map(({ check }) => `${check.level} ${check.id}`);

const messages = (record: EpochRecord, id: string): readonly string[] =>
  (judged(record).find(({ check }) => check.id === id)?.findings ?? []).map(
    ({ message }: Finding) => message,
  );

test('four pushes decode without an issue', () => {
  assert.equal(release.exports.length, 4);
  assert.deepEqual(
    release.exports.flatMap(({ issues }) => issues),
    [],
  );
});

test('pushes are 30.00 s apart, the first 30 s after the start, and there is none on SIGTERM', () => {
  const { process, exports } = release;
  const startedAtUnixMs = recording.run.started_unix_ms;
  const seconds = viewOf(release).collections.map(
    ({ timeUnixNano }) => Number(timeUnixNano / 1_000_000n) - startedAtUnixMs,
  );
  assert.deepEqual(
    seconds.map((ms) => (ms / 1000).toFixed(1)),
    ['30.0', '60.0', '90.0', '120.0'],
  );
  const gaps = seconds.slice(1).map((ms, index) => (ms - (seconds[index] ?? 0)) / 1000);
  for (const gap of gaps) assert.ok(Math.abs(gap - 30) < 0.005, `${gap}`);
  assert.equal(process.stoppedAtUnixMs, 1795372300608);
  assert.ok(exports.every(({ arrivedAtUnixMs }) => arrivedAtUnixMs < startedAtUnixMs + 121_000));
});

test('every push is a quiet point; the last covers everything', () => {
  assert.deepEqual(release.observations, [
    { exportCount: 1, entryCount: 36, final: false },
    { exportCount: 2, entryCount: 36, final: false },
    { exportCount: 3, entryCount: 36, final: false },
    { exportCount: 4, entryCount: 37, final: true },
  ]);
});

const last = viewOf(release).moments.at(-1);
assert.ok(last !== undefined);

/** Series -> "demanded, received". */
const ends = (instrument: string): Readonly<Record<string, string>> => {
  const received = new Map(
    seriesOf(last.state, instrument).map(({ sample, value }) => [describeLabels(sample.attributes), value]),
  );
  const { series = [] } = last.prediction.instruments.get(instrument) ?? {};
  return Object.fromEntries(
    series
      .filter(({ value }) => value.max !== 0n)
      .map(({ labels, value }) => {
        const name = describeLabels(Object.entries(labels));
        return [name.replaceAll(/"|\w+=/g, ''), `${describe(value)}, ${received.get(name)}`];
      }),
  );
};

const total = (instrument: string): string =>
  describe(last.prediction.instruments.get(instrument)?.total ?? { min: -1n, max: -1n });

test('29 operations: Get 9, Create 8', () => {
  assert.equal(total('kms.kmip.operations.total'), '29');
  assert.deepEqual(ends('kms.kmip.operations.total'), {
    Activate: '1, 1',
    Create: '8, 8',
    CreateKeyPair: '1, 1',
    Destroy: '1, 1',
    Encrypt: '4, 4',
    Frobnicate: '1, 1',
    Get: '9, 9',
    GetAttributes: '1, 1',
    Locate: '1, 1',
    Revoke: '2, 2',
  });
});

test('6 errors, 5 of them Get: 4 unknown identifiers and one in the batch', () => {
  assert.equal(total('kms.errors.total'), '6');
  assert.deepEqual(ends('kms.errors.total'), { Get: '5, 5', Frobnicate: '1, 1' });
  const failures = release.entries.flatMap(({ bare, operations }) =>
    operations.flatMap(({ operation, failure }) => (failure ? [`${bare} ${operation} ${failure}`] : [])),
  );
  assert.deepEqual(failures, [
    ...Array.from({ length: 4 }, () => 'true Get ObjectNotFound'),
    'false Get ObjectNotFound',
    'true undefined OperationNotSupported',
  ]);
});

test('37 HTTP requests, grants of three and one, one user', () => {
  assert.equal(total('kms.http.requests.total'), '37');
  assert.deepEqual(ends('kms.permissions.granted.per_user.total'), {
    'get, alice@example.com': '1, 1',
    'encrypt, alice@example.com': '1, 1',
    'decrypt, alice@example.com': '1, 1',
    'get_attributes, bob@example.com': '1, 1',
  });
  assert.deepEqual(ends('kms.active.users'), { '': '1, 1' });
});

test('9 objects and 9 keys that are not destroyed, 3 cache hits', () => {
  assert.deepEqual(ends('kms.objects.total'), { '': '9, 9' });
  assert.deepEqual(ends('kms.keys.active.count'), { '': '9, 9' });
  assert.deepEqual(ends('kms.cache.operations.total'), { 'get, hit': '3, 3' });
});

test('by its own profile nothing fails but what is known: client-made labels, and bounds that resolve nothing', () => {
  assert.deepEqual(failed(release), ['MAY histogram/resolution', 'SHOULD labels/bounded']);
});

test('by the document two counts are gauges, and one counts what is not active', () => {
  assert.deepEqual(failed(documented), [
    'MUST kms.objects.total/kind',
    'MUST kms.keys.active.count/kind',
    'MUST kms.keys.active.count/value',
    'MAY origin/resource',
    'SHOULD histogram/resolution',
    'SHOULD labels/bounded',
  ]);
  assert.deepEqual(messages(documented, 'kms.keys.active.count/value'), [
    'kms.keys.active.count must stand at 7, but stands at 9 (2 too many)',
  ]);
  assert.deepEqual(messages(documented, 'kms.objects.total/kind'), [
    'kms.objects.total must be a up-down-counter, but is exported as gauge',
  ]);
});

test('Frobnicate is a label in four instruments, and no bound resolves what takes less than a second', () => {
  for (const record of [release, documented]) {
    const labels = messages(record, 'labels/bounded').map((message) => message.split('{')[0]);
    assert.deepEqual(labels, [
      'kms.kmip.operations.total',
      'kms.kmip.operations.per_user.total',
      'kms.kmip.operation.duration',
      'kms.errors.total',
    ]);
    assert.deepEqual(
      messages(record, 'histogram/resolution').map((message) =>
        message.replace(/ and has the bounds .*: /, ': '),
      ),
      ['kmip.operation', 'database.operation', 'http.request'].map(
        (what) => `kms.${what}.duration counts seconds: none lies within the first second`,
      ),
    );
  }
});

/** What a collector that answers otherwise, planted secrets, many users or a stack would have shown. */
const OF_SCENARIOS =
  /^(cardinality|secrets|collector|prometheus|dashboards|grafana|alerts|jaeger)\/|^push\/(?!automatic|late-|outage|last-)/;

test('the run cannot test a second user, held connections, a restart, nor what needs a scenario', () => {
  const untested = idsIn(release, 'not-testable');
  const connections = untested.filter((id) => id.startsWith('kms.active.connections/'));
  assert.equal(connections.length, 6);
  assert.deepEqual(
    untested.filter((id) => !connections.includes(id) && !OF_SCENARIOS.test(id)),
    [
      'kms.kmip.operations.per_user.total/value',
      'database/proportional',
      'restart/epoch',
      'push/automatic',
      'push/late-collector',
      'push/outage',
      'push/last-push',
      'configuration/file',
      'configuration/environment',
      'configuration/flag-otlp',
      'configuration/flag-otlp-url',
      'configuration/precedence',
      'configuration/metering',
      'configuration/no-url',
      'exposure/listeners',
      'exposure/metrics-endpoint',
    ],
  );
});

test('the HSM does not apply', () => {
  const ids = idsIn(release, 'not-applicable');
  assert.deepEqual(
    ids.filter((id) => !id.startsWith('kms.hsm.operations.total/')),
    ['invariant/cache-hsm'],
  );
  assert.equal(ids.length, 7);
});

test('the first push still says 0 objects and 0 keys, within what a timer may be late', () => {
  const [first] = viewOf(release).moments;
  for (const name of ['kms.objects.total', 'kms.keys.active.count']) {
    assert.deepEqual(
      seriesOf(first?.state ?? EMPTY_STATE, name).map(({ value }) => value),
      [0n],
    );
    assert.equal(describe(first?.prediction.instruments.get(name)?.total ?? { min: -1n, max: -1n }), '9');
  }
  const prompt = { ...release, setting: { ...release.setting, countsLagMs: 29_000 } };
  assert.deepEqual(
    failed(prompt).filter((id) => id.startsWith('MUST')),
    ['MUST kms.objects.total/value', 'MUST kms.keys.active.count/value', 'MUST closed-world/idle'],
  );
});

const newlyFailed = (edit: (record: EpochRecord) => EpochRecord): readonly string[] => {
  const before = new Set(idsIn(release, 'failed'));
  return idsIn(edit(release), 'failed').filter((id) => !before.has(id));
};

test('one error more turns its value red and nothing else', () => {
  const more = editPoints('kms.errors.total', (point: NumberPoint, _, first) =>
    first ? { ...point, value: BigInt(Number(point.value)) + 1n } : point,
  );
  assert.deepEqual(newlyFailed(more), ['kms.errors.total/value']);
});

test('another kind turns that kind red and nothing else', () => {
  const upDown = editInstrument('kms.errors.total', (metric) => [
    metric.data.kind === 'sum' ? { ...metric, data: { ...metric.data, isMonotonic: false } } : metric,
  ]);
  assert.deepEqual(newlyFailed(upDown), ['kms.errors.total/kind']);
});

test('another release is told by what it does otherwise', () => {
  const red = (profile: string) =>
    failed(importRecording(recording, loadProfile(profile))).filter((id) => id.startsWith('MUST'));
  assert.deepEqual(red('cosmian-5.28'), [
    'MUST kms.kmip.operations.per_user.total/attributes',
    'MUST kms.permissions.granted.per_user.total/attributes',
  ]);
  assert.deepEqual(red('cosmian-5.17'), [
    'MUST kms.objects.total/kind',
    'MUST kms.keys.active.count/kind',
    'MUST kms.keys.active.count/value',
    'MUST catalogue/description',
  ]);
});
