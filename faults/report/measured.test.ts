import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Kill, Outcome } from '../kill.ts';
import { whyAlive } from './alive.ts';
import { type Measured, measuredOf } from './measured.ts';
import { benchmarkOf, countsOf } from './score.ts';

const kill = (
  id: string,
  outcome: Outcome,
  more: Partial<Kill> & { of?: string; wire?: true } = {},
): Kill => {
  const { of, wire, ...rest } = more;
  const fault = { id, words: '', expects: 'push/grpc', ...(of === undefined ? {} : { of }) };
  return {
    red: [],
    outcome,
    ...rest,
    fault: wire ? Object.assign(fault, { apply: () => undefined }) : fault,
  };
};

test('a result is reduced to numbers, to what is weak, and to what is equivalent and why', () => {
  const kills = [
    kill('a', 'killed', { wire: true }),
    kill('b', 'survived', { of: 'NAM-01' }),
    kill('c', 'misdiagnosed', { red: ['push/cadence'] }),
    kill('d', 'equivalent', { reason: 'the same', wire: true }),
    kill('e', 'equivalent', { reason: 'the same', wire: true }),
  ];
  const benchmark = benchmarkOf(kills, () => 'MUST');
  const circumstances = { on: '2026-01-02', minutes: 3, samplePercent: 100, seed: '1' };
  const { wire, server, weak, equivalent, must } = measuredOf(benchmark, { ...circumstances, countsOf });
  assert.deepEqual([wire.killed, wire.equivalent, server.survived, server.misdiagnosed], [1, 2, 1, 1]);
  assert.deepEqual(
    weak.map(({ id, of, outcome, red }) => [id, of, outcome, red]),
    [
      ['b', 'NAM-01, MUST', 'survived', []],
      ['c', 'beyond the catalogue', 'misdiagnosed', ['push/cadence']],
    ],
  );
  assert.deepEqual(equivalent, [{ of: 'beyond the catalogue', faults: 2, why: 'the same' }]);
  assert.deepEqual(must, { planted: 3, killed: 2, diagnosed: 1 });
});

const MEASURED: Measured = JSON.parse(readFileSync(new URL('../measured.json', import.meta.url), 'utf8'));

test('whatever was measured as not caught has a reason in faults/report/alive.ts', () => {
  assert.deepEqual(
    MEASURED.weak.filter(({ id }) => whyAlive(id) === undefined).map(({ id }) => id),
    [],
  );
});
