import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editPoints } from '../../faults/wire/edit.ts';
import { documented } from '../contract/contract.fixture.ts';
import { soundRecord } from '../judge/record.fixture.ts';
import { at, bare, op, plain } from '../ledger/entries.fixture.ts';
import { soundEvidence } from '../testbed/stack/evidence.fixture.ts';
import type { Conveyed } from '../testbed/stack/evidence.ts';
import { type Conservation, conservationOf, describeBalance } from './conservation.ts';
import { entriesOf } from './entries.ts';

const PERIOD = { name: '1', fromUnixMs: at(1), toUnixMs: at(3) };
const TIMES = 100_000n;

const underLoad = soundRecord({
  entries: [
    plain('GET', '/version', { sent: 0.1 }),
    ...entriesOf(
      [bare('alice', op('Hash')), bare('bob', op('Get', { failure: 'ObjectNotFound' }), { status: 404 })],
      [
        { answered: TIMES, lost: 0n, seconds: 1000 },
        { answered: TIMES, lost: 0n, seconds: 1000 },
      ],
      PERIOD,
    ),
  ],
  collections: [0.9, 4, 5, 6],
});

const conservation = (record = underLoad, conveyed?: Conveyed): Conservation =>
  conservationOf([record], documented(), true, conveyed);

/** What a stack makes of the load that does everything right. */
const conveyedSoundly: Conveyed = { ...soundEvidence(underLoad), restarts: 0, unanswered: [] };

const wrong = ({ balances }: Conservation): readonly string[] =>
  balances.filter(({ isKept }) => !isKept).map(describeBalance);

const failed = ({ results }: Conservation): readonly string[] =>
  results.filter(({ state }) => state === 'failed').map(({ check }) => check.id);

test('a load of which every operation was counted balances', () => {
  const kept = conservation();
  assert.deepEqual(wrong(kept), []);
  assert.deepEqual(failed(kept), []);
  assert.ok(kept.results.some(({ check }) => check.id === 'kms.kmip.operations.total/value'));
});

test('one lost in 100,000 is found, and named', () => {
  const one = editPoints('kms.kmip.operations.total', (point, _, isFirst) =>
    isFirst && 'value' in point && point.value === TIMES ? { ...point, value: TIMES - 1n } : point,
  );
  const lossy = conservation(one(underLoad));
  assert.deepEqual(wrong(lossy), ['kms.kmip.operations.total: 200000 sent, 199999 counted']);
  assert.ok(failed(lossy).includes('kms.kmip.operations.total/value'));
});

test('a load that is in Prometheus to the last unit balances there', () => {
  const kept = conservation(underLoad, conveyedSoundly);
  assert.deepEqual(wrong(kept), []);
  assert.deepEqual(failed(kept), []);
  const operations = kept.balances.find(({ instrument }) => instrument === 'kms.kmip.operations.total');
  assert.equal(operations?.inPrometheus, 2n * TIMES);
  const passed = kept.results.filter(({ state }) => state === 'passed').map(({ check }) => check.id);
  for (const id of ['prometheus/values', 'collector/lossless', 'collector/counters'])
    assert.ok(passed.includes(id), id);
});

test('one in 100,000 that Prometheus has lost is found, and named', () => {
  const name = 'kms_kmip_operations_total';
  const [one, ...others] = conveyedSoundly.prometheus.series.get(name) ?? [];
  assert.equal(one?.value, `${TIMES}`);
  const lying = new Map([
    ...conveyedSoundly.prometheus.series,
    [name, [{ ...one, value: `${TIMES - 1n}` }, ...others]],
  ]);
  const prometheus = { ...conveyedSoundly.prometheus, series: lying };
  const lossy = conservation(underLoad, { ...conveyedSoundly, prometheus });
  assert.deepEqual(wrong(lossy), [
    'kms.kmip.operations.total: 200000 sent, 200000 counted, 199999 in Prometheus',
  ]);
  assert.deepEqual(failed(lossy), ['prometheus/values']);
});
