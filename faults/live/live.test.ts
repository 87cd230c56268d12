import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documented } from '../../src/contract/contract.fixture.ts';
import { SILENT } from '../../src/testbed/progress.ts';
import { referenceTarget } from '../../src/testbed/reference-target.ts';
import { run } from '../../src/testbed/run.ts';
import { wireBench, wireFaults } from '../kill.ts';
import { rewrittenTarget } from './rewritten-target.ts';

const contract = documented();

/** By a name, by a value, and by bytes that no request can express. */
const HANDFUL = ['renamed/kms.errors.total', 'doubled/kms.errors.total', 'unknown-field'];

const faults = wireFaults(contract).filter(({ id }) => HANDFUL.includes(id));
const checks = [...new Set(faults.map(({ expects }) => expects))];

const judged = (target: ReturnType<typeof referenceTarget>) =>
  run({ contract, target, fast: true, checks, progress: SILENT });

test('a fault that is planted by the proxy is caught by the check that catches it in a record', async () => {
  assert.equal(faults.length, HANDFUL.length);
  const clean = await judged(referenceTarget());
  const bench = wireBench(contract, clean.records);
  for (const fault of faults) {
    const { rewriting } = fault;
    assert.ok(rewriting !== undefined);
    const { results } = await judged(rewrittenTarget(referenceTarget(), { rewriting }));
    const live = results.filter(({ state }) => state === 'failed').map(({ check }) => check.id);
    assert.ok(live.includes(fault.expects), `${fault.id} live: ${live.join(' ')}`);
    assert.equal(bench(fault).outcome, 'killed', fault.id);
  }
});
