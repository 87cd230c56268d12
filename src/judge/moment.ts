import type { Prediction } from '../ledger/predict.ts';
import type { Collection } from './collections.ts';
import type { StreamState } from './state.ts';

/** An observation: received against predicted. */
export interface Moment {
  readonly state: StreamState;
  readonly prediction: Prediction;
  readonly collection: Collection;
  readonly entryCount: number;
  /** After the end of all scenarios. */
  readonly final: boolean;
}
