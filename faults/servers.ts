import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contract } from '../src/contract/contract.ts';
import type { State } from '../src/judge/verdict.ts';
import { LONG } from '../src/testbed/plan.ts';
import { inPool } from '../src/testbed/pool.ts';
import { SILENT } from '../src/testbed/progress.ts';
import { referenceTarget } from '../src/testbed/reference-target.ts';
import { run } from '../src/testbed/run.ts';
import { readPlan } from '../src/testbed/selection.ts';
import type { ServerFault } from './fault.ts';
import { type Kill, killOf } from './kill.ts';

/** A faulty server is given little time to push: a clean one needs a tenth of it. */
const PATIENCE_MS = 3000;
const SERVERS_AT_ONCE = 3;

const FAULTY_SERVER = fileURLToPath(new URL('server/main.ts', import.meta.url));

/** Starts a server with each fault and runs only the scenarios that are evidence for the check meant to catch it. */
export async function killOnServers(
  faults: readonly ServerFault[],
  contract: Contract,
  done: (kill: Kill) => void,
  signal?: AbortSignal,
): Promise<Kill[]> {
  const long = await longChecks(contract);
  return inPool(faults, SERVERS_AT_ONCE, async (fault) => {
    signal?.throwIfAborted();
    const kill = await killOnServer(fault, contract, long, signal).catch((error: unknown): Kill => {
      signal?.throwIfAborted();
      return { fault, outcome: 'broken off', red: [], reason: String(error) };
    });
    done(kill);
    return kill;
  });
}

/** Neither of them is a pass: the run does not conform. */
const UNSEEN: readonly State[] = ['not-testable', 'set-up-error'];

/** Checks for which a fast run has no scenario, because it takes long by itself. */
export const longChecks = async (contract: Contract): Promise<ReadonlySet<string>> =>
  new Set((await readPlan(contract)).flatMap(({ tags, checks }) => (tags.includes(LONG) ? checks : [])));

async function killOnServer(
  fault: ServerFault,
  contract: Contract,
  long: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<Kill> {
  const folder = await mkdtemp(join(tmpdir(), 'kms-fault-'));
  const struck = join(folder, 'struck');
  try {
    const { results } = await run({
      contract,
      target: referenceTarget([FAULTY_SERVER, struck, fault.id]),
      fast: fault.slow !== true && !long.has(fault.expects),
      checks: [fault.expects, ...(fault.runs ?? [])],
      progress: SILENT,
      ...(signal === undefined ? {} : { signal }),
      patienceMs: PATIENCE_MS,
    });
    const isRed = (state: State) => state === 'failed' || (fault.unseen === true && UNSEEN.includes(state));
    const failed = results.filter(({ state }) => isRed(state)).map(({ check }) => check.id);
    const meant = results.find(({ check }) => check.id === fault.expects);
    return killOf(fault, failed, existsSync(struck), meant?.reason ?? meant?.state, false);
  } finally {
    await rm(folder, { recursive: true });
  }
}
