import type { EpochRecord } from '../src/judge/record.ts';
import type { Seams } from '../src/reference-server/seams.ts';

/** One planted defect, and the check that must turn red for it. */
export interface Fault {
  /** "doubled/kms.errors.total": stable, never reused. */
  readonly id: string;
  readonly words: string;
  /** Id of the check that is meant to catch it. */
  readonly expects: string;
}

/** A defect of what was sent: a pure function on a recorded epoch, judged offline. */
export interface WireFault extends Fault {
  readonly apply: (record: EpochRecord) => EpochRecord;
}

/** A defect of the server, planted through the seams of the reference before it starts. */
export interface ServerFault extends Fault {
  readonly plant: (process: PlantedProcess) => Partial<Seams>;
}

/** The process about to become a faulty server: faults of the configuration may bend these. */
export interface PlantedProcess {
  args: string[];
  readonly env: Record<string, string | undefined>;
}
