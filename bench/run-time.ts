import { join } from 'node:path';
import { loadContract } from '../src/contract/load.ts';
import { Instance } from '../src/testbed/instance.ts';
import { inPool } from '../src/testbed/pool.ts';
import { SILENT } from '../src/testbed/progress.ts';
import { referenceTarget } from '../src/testbed/reference-target.ts';
import { run } from '../src/testbed/run.ts';
import { PATIENCE_MS } from '../src/testbed/until.ts';
import type { Figure } from './figure.ts';

const STARTS_AT_ONCE = 4;

/**
 * Wall time of a fast run beside what no run could do without: its processes have to start, and the instance that is
 * observed most has to wait for a push each time. The starts are measured right after, with nothing else to do.
 */
export async function runTime(): Promise<readonly Figure[]> {
  const contract = loadContract(join(import.meta.dirname, '../contract/documented.toml'));
  const target = referenceTarget();
  const { seconds, records, verdict } = await run({ contract, target, fast: true, progress: SILENT });
  if (!verdict.startsWith('conform')) throw new Error(`the run that is timed must conform; it is ${verdict}`);

  const epochs = records.flat();
  const waits = records.map((own) =>
    own.reduce((sum, { observations, testIntervalMs = 0 }) => sum + observations.length * testIntervalMs, 0),
  );
  const longestWait = Math.max(...waits) / 1000;
  const startedAtMs = performance.now();
  await inPool(epochs, STARTS_AT_ONCE, async () => {
    const instance = await Instance.start({ name: 'bench', target, contract, patienceMs: PATIENCE_MS });
    await instance.dispose();
  });
  const starts = (performance.now() - startedAtMs) / 1000;
  return [
    row(
      'conformance --fast',
      seconds,
      `${epochs.length} starts and the longest line of waits`,
      starts + longestWait,
    ),
    row('waiting for pushes, longest line', longestWait, 'the whole run', seconds),
  ];
}

const row = (name: string, value: number, peer: string, peerValue: number): Figure => ({
  ...{ name, unit: 's', value, peer, peerValue },
  ratio: value / peerValue,
});
