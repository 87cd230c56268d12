import type { Contract } from '../src/contract/contract.ts';
import type { EpochRecord } from '../src/judge/record.ts';
import type { Seams } from '../src/reference-server/seams.ts';
import type { Rewriting } from './wire/rewriting.ts';

/** One planted defect, and the check that must turn red for it. */
export interface Fault {
  /** "doubled/kms.errors.total": stable, never reused. */
  readonly id: string;
  /** The row of the catalogue that it is a case of; absent: none, it goes beyond. */
  readonly of?: string | undefined;
  readonly words: string;
  /** Id of the check that is meant to catch it. */
  readonly expects: string;
}

/** A defect of what was sent: a pure function on a recorded epoch, judged offline. */
export interface WireFault extends Fault {
  readonly apply: (record: EpochRecord) => EpochRecord;
  /** The same, request by request, for the proxy; absent where it is no matter of single requests. */
  readonly rewriting?: Rewriting;
  /** Judged by the strictest profile that the clean record keeps: the document promises too little here. */
  readonly strict?: true;
  /** Why nothing is wrong with it: then no check may turn red. */
  readonly equivalent?: string;
}

/** A defect of the server, planted through the seams of the reference before it starts. */
export interface ServerFault extends Fault {
  readonly plant: (process: PlantedProcess) => Partial<Seams>;
  /** Pushes half a minute apart are needed to see it. */
  readonly slow?: true;
  /** Checks whose scenarios run as well: the server must be configured in another way to show it. */
  readonly runs?: readonly string[];
  /** It takes away what must be seen, so that the check cannot be put to the test: that is how the run tells it. */
  readonly unseen?: true;
}

/** The process about to become a faulty server: faults of the configuration may bend these. */
export interface PlantedProcess {
  args: string[];
  readonly env: Record<string, string | undefined>;
  /** Called whenever the defect has had an effect. */
  readonly hasStruck: () => void;
  /** The server starts after this. */
  until?: Promise<unknown>;
}

/** The profile that a clean record is held to where the document leaves too much open. */
export type Stricter = (contract: Contract, records: readonly (readonly EpochRecord[])[]) => Contract;
