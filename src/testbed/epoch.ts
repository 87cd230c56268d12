import type { Observation } from '../judge/record.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { LedgerObjects } from '../ledger/objects.ts';

/** From the start of a process to its end: a ledger of its own, and what the store held at the start. */
export class Epoch {
  readonly ledger: Ledger;
  readonly observations: Observation[] = [];
  readonly initialObjects: LedgerObjects;
  /** Index of its first export among all that the instance pushed. */
  readonly firstExport: number;
  firstAnswerAtUnixMs = 0;
  /** So many of its exports came before the first request. */
  exportsBefore = 0;

  /** @param pace resolves when the next request may be sent */
  constructor(initialObjects: LedgerObjects, firstExport: number, pace?: () => Promise<void>) {
    this.ledger = new Ledger(pace);
    this.initialObjects = initialObjects;
    this.firstExport = firstExport;
  }
}
