import { BASE_PROFILE, loadProfile } from '../contract/profiles.ts';
import { SILENT } from '../testbed/progress.ts';
import { referenceTarget } from '../testbed/reference-target.ts';
import { run } from '../testbed/run.ts';

/**
 * The order of the scenarios decides nothing: fast runs of the reference in three orders come to the same. The seeds are
 * new each time, or those that are named: node src/cli/order.ts [SEED...].
 */
const RUNS = 3;
const named = process.argv.slice(2);
const seeds = named.length > 0 ? named : Array.from({ length: RUNS }, () => crypto.randomUUID().slice(0, 8));

const print = (line: string): unknown => process.stdout.write(`${line}\n`);
const passed = new Set<string>();
let wrong = 0;

for (const seed of seeds) {
  const contract = loadProfile(BASE_PROFILE);
  const { results, seconds } = await run({
    ...{ contract, seed, target: referenceTarget(), fast: true, progress: SILENT },
  });
  const broken = results.filter(({ weight }) => weight === 'breaks' || weight === 'unusable');
  print(`seed ${seed}: ${broken.length === 0 ? 'conforms' : 'does not conform'}, ${seconds.toFixed(0)} s`);
  for (const { check, findings, reason } of broken) print(`  ${check.id}: ${findings[0]?.message ?? reason}`);
  wrong += broken.length === 0 ? 0 : 1;
  passed.add(results.flatMap(({ check, state }) => (state === 'passed' ? [check.id] : [])).join(' '));
}

if (passed.size > 1) print('what has passed in one order has not in another');
const failed = Math.max(wrong, passed.size - 1);
print(`order: ${seeds.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
