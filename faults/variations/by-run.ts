import type { Contract } from '../../src/contract/contract.ts';
import type { Progress } from '../../src/testbed/progress.ts';
import { referenceTarget } from '../../src/testbed/reference-target.ts';
import { run } from '../../src/testbed/run.ts';
import { rewrittenTarget } from '../live/rewritten-target.ts';
import type { Variation } from './variations.ts';

/** What breaks in a fast run of a reference that is varied so, one sentence each. */
export async function brokenBy(
  { through, live }: Variation,
  contract: Contract,
  progress: Progress,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const plain = referenceTarget(live?.program);
  const { testIntervalMs = plain.testIntervalMs } = live ?? {};
  const target = rewrittenTarget({ ...plain, testIntervalMs }, through);
  const { results, records } = await run({
    ...{ contract, target, progress, fast: true, signal },
    ...(live?.prelude === undefined ? {} : { prelude: live.prelude }),
  });
  const broken = results
    .filter(({ weight }) => weight === 'breaks' || weight === 'unusable')
    .map(({ check, findings, reason }) => `${check.id}: ${findings[0]?.message ?? reason}`);
  const isShown = live === undefined || records.some(live.shows);
  return isShown ? broken : [...broken, 'no instance of the run was like that: nothing has been shown'];
}
