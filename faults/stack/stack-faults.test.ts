import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checksOf } from '../../src/contract/checks.ts';
import { documented } from '../../src/contract/contract.fixture.ts';
import { soundEvidence } from '../../src/testbed/stack/evidence.fixture.ts';
import { judgeStack } from '../../src/testbed/stack/judge-stack.ts';
import { stackFaults } from './stack-faults.ts';

const clean = soundEvidence();
const red = (evidence: typeof clean) => [
  ...new Set(judgeStack(evidence).flatMap((ruling) => (ruling.kind === 'finding' ? [ruling.check] : []))),
];
const TOPICS = ['collector/', 'prometheus/', 'dashboards/', 'alerts/', 'grafana/', 'jaeger/'];
const checks = checksOf(documented())
  .map(({ id }) => id)
  .filter((id) => TOPICS.some((topic) => id.startsWith(topic)));

test('a stack that does everything right puts every check to the test, and nothing is found', () => {
  const rulings = judgeStack(clean);
  assert.deepEqual(
    rulings.filter(({ kind }) => kind !== 'exercised'),
    [],
  );
  assert.deepEqual(rulings.map(({ check }) => check).toSorted(), checks.toSorted());
});

test('without anything sent, nothing is put to the test, and nothing is found', () => {
  const silent = { ...clean, sent: [], passed: [], traceRequests: 0, dashboards: [], alerts: [] };
  const screens = { kind: 'not seen', reason: 'no image' } as const;
  const nothing = { ...silent, screens, toJaeger: { answer: 'OK', details: '', points: 0 } };
  assert.deepEqual([...new Set(judgeStack(nothing).map(({ kind }) => kind))], ['not-testable']);
});

describe('every fault of the stack is caught by the check meant for it, and by no other', () => {
  for (const { id, expects, apply } of stackFaults) {
    test(id, () => assert.deepEqual(red(apply(clean)), [expects]));
  }
});
