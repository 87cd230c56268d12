import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Capture } from '../src/capture/capture.ts';
import { contractFor, judgeCapture } from '../src/capture/judge.ts';
import { maskOf } from '../src/capture/mask.ts';
import { readCapture } from '../src/capture/read.ts';
import { captureOf } from '../src/capture/take.ts';
import { captureFile } from '../src/capture/write.ts';
import { checksOf } from '../src/contract/checks.ts';
import { loadContract } from '../src/contract/load.ts';
import { SILENT } from '../src/testbed/progress.ts';
import { referenceTarget } from '../src/testbed/reference-target.ts';
import { type RunResult, run } from '../src/testbed/run.ts';
import { knownSecrets } from '../src/testbed/secrets.ts';
import { readPlan } from '../src/testbed/selection.ts';
import { type Kill, wireBench, wireFaults } from './kill.ts';
import { sampled } from './sample.ts';
import { serverFaults } from './server/catalogue.ts';
import { killOnServers, longChecks } from './servers.ts';
import { stackFaults } from './stack/stack-faults.ts';
import { foundIn } from './variations/judge.ts';
import { VARIATIONS } from './variations/variations.ts';

const contract = loadContract(fileURLToPath(new URL('../contract/documented.toml', import.meta.url)));
const faults = [...wireFaults(contract), ...serverFaults, ...stackFaults];

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

/** Of each kind of fault; all of them are planted by `npm run kill`. */
const SAMPLE_PERCENT = 20;
const SEED = 'test';

test('faults on the wire, of every kind, are caught by the checks meant for them, and no legal variation is', async () => {
  const clean = await run({ contract, target: referenceTarget(), fast: true, progress: SILENT });
  const red = clean.results.filter(({ state }) => state === 'failed');
  assert.deepEqual(red, [], 'the reference itself must conform');
  await assertCaptured(clean);
  for (const variation of VARIATIONS.filter(({ live }) => live === undefined))
    assert.deepEqual(foundIn(variation, clean.records), [], variation.id);
  assertKilled(sampled(wireFaults(contract), SAMPLE_PERCENT, SEED).map(wireBench(contract, clean.records)));
});

/** A real run, through a file: what is read is what was seen, and is judged the same. */
async function assertCaptured(clean: RunResult): Promise<void> {
  const { name, version, claims } = referenceTarget();
  const capture = captureOf(clean, {
    ...{ suite: { name: 'suite', version: '0', commit: undefined }, commandLine: '' },
    ...{ target: { name, version, claims }, contract, profile: 'documented', picks: {}, wanted: {} },
  });
  const folder = await mkdtemp(join(tmpdir(), 'kms-conformance-capture-'));
  try {
    const file = join(folder, 'run.jsonl');
    await writeFile(file, captureFile(capture, maskOf(knownSecrets()), file));
    const read = await readCapture(file);
    assert.deepEqual(
      inOpen(read.instances),
      inOpen(capture.instances),
      'ledger and exports come back as they were',
    );
    const { results } = judgeCapture(read, contractFor(read, undefined), await readPlan(contract));
    assert.deepEqual(results, clean.results);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** But for the headers that prove who pushes: those are written for nobody to read. */
const inOpen = (instances: Capture['instances']) =>
  instances.map((records) =>
    records.map((record) => ({
      ...record,
      exports: record.exports.map(({ transport, ...exported }) => ({
        ...exported,
        transport: { ...transport, headers: Object.keys(transport.headers) },
      })),
    })),
  );

/** A server is started for each: here those that stand for a check alone and take no time, all in `npm run kill`. */
const onWire = new Set(wireFaults(contract).map(({ expects }) => expects));
const long = await longChecks(contract);
const onServersOnly = serverFaults.filter(({ expects }) => !onWire.has(expects) && !long.has(expects));

test('every fault in the server is caught that no fault on the wire stands beside', async () => {
  assertKilled(await killOnServers(onServersOnly, contract, () => {}));
});

function assertKilled(kills: readonly Kill[]): void {
  const alive = kills
    .filter(({ outcome }) => outcome !== 'killed' && outcome !== 'equivalent')
    .map(
      ({ fault, outcome, red, reason = '' }) =>
        `${fault.id} ${outcome}: ${fault.expects} expected, red ${red.join(', ')} ${reason}`,
    );
  assert.deepEqual(alive, []);
}
