import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soundEvidence } from './evidence.fixture.ts';
import type { Conveyed } from './evidence.ts';
import { judgeConveyed } from './judge-conveyed.ts';

const CONVEYED: Conveyed = { ...soundEvidence(), restarts: 0, unanswered: [] };
const RESTARTED: Conveyed = { ...CONVEYED, restarts: 1 };

const CASES: readonly {
  readonly what: string;
  readonly seen: Conveyed;
  readonly red?: readonly string[];
  readonly silent?: readonly string[];
}[] = [
  { what: 'everything arrives', seen: CONVEYED },
  {
    what: 'the Collector loses an export',
    seen: { ...CONVEYED, passed: CONVEYED.passed.slice(1) },
    red: ['collector/lossless'],
  },
  {
    what: 'Prometheus has lost one operation',
    seen: lessInPrometheus(CONVEYED, 'kms_kmip_operations_total'),
    red: ['prometheus/values'],
  },
  {
    what: 'a Collector that was restarted has forgotten its own counters',
    seen: { ...RESTARTED, ownMetrics: { samples: [], types: new Map() } },
    silent: ['collector/counters'],
  },
  {
    what: 'what it did not answer for may come or not',
    seen: { ...RESTARTED, sent: RESTARTED.sent.slice(1), unanswered: RESTARTED.sent.slice(0, 1) },
  },
  {
    what: 'what it answered for must come',
    seen: { ...RESTARTED, passed: RESTARTED.passed.slice(1) },
    red: ['collector/lossless'],
  },
];

for (const { what, seen, red = [], silent = [] } of CASES)
  test(what, () => {
    const rulings = judgeConveyed(seen);
    const checksOf = (kind: string) => [
      ...new Set(rulings.filter((ruling) => ruling.kind === kind).map(({ check }) => check)),
    ];
    assert.deepEqual(checksOf('finding'), red);
    assert.deepEqual(checksOf('not-testable'), []);
    for (const check of silent) assert.ok(!rulings.some((ruling) => ruling.check === check));
  });

function lessInPrometheus(conveyed: Conveyed, name: string): Conveyed {
  const [one, ...others] = conveyed.prometheus.series.get(name) ?? [];
  assert.ok(one);
  const lying = [{ ...one, value: `${Number(one.value) - 1}` }, ...others];
  const series = new Map([...conveyed.prometheus.series, [name, lying]]);
  return { ...conveyed, prometheus: { ...conveyed.prometheus, series } };
}
