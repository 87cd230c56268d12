import type { Observation } from '../judge/record.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { LedgerObjects } from '../ledger/objects.ts';

/** From the start of a process to its end: a ledger of its own, and what the store held at the start. */
export class Epoch {
  readonly ledger = new Ledger();
  readonly observations: Observation[] = [];
  readonly initialObjects: LedgerObjects;
  /** Index of its first export among all that the instance pushed. */
  readonly firstExport: number;
  firstAnswerAtUnixMs = 0;
  /** So many of its exports came before the first request. */
  exportsBefore = 0;

  constructor(initialObjects: LedgerObjects, firstExport: number) {
    this.initialObjects = initialObjects;
    this.firstExport = firstExport;
  }
}
