import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checksOf } from '../src/contract/checks.ts';
import { loadContract } from '../src/contract/load.ts';
import { SILENT } from '../src/testbed/progress.ts';
import { referenceTarget } from '../src/testbed/reference-target.ts';
import { run } from '../src/testbed/run.ts';
import { type Kill, killOnServers, killOnWire, wireFaults } from './kill.ts';
import { serverFaults } from './server/catalogue.ts';

const contract = loadContract(fileURLToPath(new URL('../contract/documented.toml', import.meta.url)));
const faults = [...wireFaults(contract), ...serverFaults];

/** Checks that no planted fault can reach in a fast run, and what holds them red instead. */
const WITHOUT_FAULT: Readonly<Record<string, string>> = {
  'push/cadence': 'needs pushes thirty seconds apart; src/judge/rules/push.test.ts holds it to both edges',
};

test('no two faults have the same id', () => {
  const ids = faults.map(({ id }) => id);
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  );
});

test('every check of the contract has a fault that it must catch', () => {
  const expected = new Set(faults.map(({ expects }) => expects));
  const missing = checksOf(contract)
    .map(({ id }) => id)
    .filter((id) => !expected.has(id));
  assert.deepEqual(missing, Object.keys(WITHOUT_FAULT));
});

test('every fault expects a check of the contract', () => {
  const known = new Set(checksOf(contract).map(({ id }) => id));
  assert.deepEqual(
    faults.filter(({ expects }) => !known.has(expects)).map(({ id }) => id),
    [],
  );
});

test('every fault on the wire is caught by the check meant for it', async () => {
  const clean = await run({ contract, target: referenceTarget(), fast: true, progress: SILENT });
  const red = clean.results.filter(({ state }) => state === 'failed');
  assert.deepEqual(red, [], 'the reference itself must conform');
  assertKilled(wireFaults(contract).map((fault) => killOnWire(fault, clean.records)));
});

test('every fault in the server is caught by the check meant for it', async () => {
  assertKilled(await killOnServers(serverFaults, contract, () => {}));
});

function assertKilled(kills: readonly Kill[]): void {
  const alive = kills
    .filter(({ outcome }) => outcome !== 'killed')
    .map(
      ({ fault, outcome, red }) => `${fault.id} ${outcome}: ${fault.expects} expected, red ${red.join(', ')}`,
    );
  assert.deepEqual(alive, []);
}
