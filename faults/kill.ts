import { fileURLToPath } from 'node:url';
import type { Contract } from '../src/contract/contract.ts';
import { judgeEpochs } from '../src/judge/judge.ts';
import type { EpochRecord } from '../src/judge/record.ts';
import { inPool } from '../src/testbed/pool.ts';
import { SILENT } from '../src/testbed/progress.ts';
import { referenceTarget } from '../src/testbed/reference-target.ts';
import { run } from '../src/testbed/run.ts';
import type { Fault, ServerFault, WireFault } from './fault.ts';
import { instrumentFaults } from './wire/instrument-faults.ts';
import { streamFaults } from './wire/stream-faults.ts';

/** What became of one planted fault. */
export interface Kill {
  readonly fault: Fault;
  /**
   * killed: the check meant for it is red. misdiagnosed: only others are. survived: none is. broken off: the run ended
   * without a verdict.
   */
  readonly outcome: 'killed' | 'misdiagnosed' | 'survived' | 'broken off';
  /** Every check that is red. */
  readonly red: readonly string[];
  /** Why it was not killed, where more is known than what is red. */
  readonly reason?: string | undefined;
}

export const wireFaults = (contract: Contract): readonly WireFault[] => [
  ...contract.instruments.flatMap(instrumentFaults),
  ...streamFaults,
];

/** Judges one recorded run again with the fault in every export, instance by instance until it is caught. */
export function killOnWire(fault: WireFault, records: readonly (readonly EpochRecord[])[]): Kill {
  const red = new Set<string>();
  for (const epochs of records.toSorted((a, b) => exportsOf(a) - exportsOf(b))) {
    for (const ruling of judgeEpochs(epochs.map(fault.apply)))
      if (ruling.kind === 'finding') red.add(ruling.check);
    if (red.has(fault.expects)) break;
  }
  return killOf(fault, [...red]);
}

const exportsOf = (epochs: readonly EpochRecord[]): number =>
  epochs.reduce((sum, { exports }) => sum + exports.length, 0);

/** A faulty server is given little time to push: a clean one needs a tenth of it. */
const PATIENCE_MS = 3000;
const SERVERS_AT_ONCE = 3;

const FAULTY_SERVER = fileURLToPath(new URL('server/main.ts', import.meta.url));

/** Starts a server with each fault and runs only the scenarios that are evidence for the check meant to catch it. */
export const killOnServers = (
  faults: readonly ServerFault[],
  contract: Contract,
  done: (kill: Kill) => void,
): Promise<Kill[]> =>
  inPool(faults, SERVERS_AT_ONCE, async (fault) => {
    const kill = await killOnServer(fault, contract).catch(
      (error: unknown): Kill => ({ fault, outcome: 'broken off', red: [], reason: String(error) }),
    );
    done(kill);
    return kill;
  });

async function killOnServer(fault: ServerFault, contract: Contract): Promise<Kill> {
  const { results } = await run({
    contract,
    target: referenceTarget([FAULTY_SERVER, fault.id]),
    fast: true,
    checks: [fault.expects],
    progress: SILENT,
    patienceMs: PATIENCE_MS,
  });
  const failed = results.filter(({ state }) => state === 'failed').map(({ check }) => check.id);
  const meant = results.find(({ check }) => check.id === fault.expects);
  return killOf(fault, failed, meant?.reason ?? meant?.state);
}

function killOf(fault: Fault, checks: readonly string[], state?: string): Kill {
  const red = [...new Set(checks)].sort();
  if (red.includes(fault.expects)) return { fault, outcome: 'killed', red };
  return { fault, outcome: red.length > 0 ? 'misdiagnosed' : 'survived', red, reason: state };
}
