import type { HttpAnswer } from '../driver/transmit.ts';

/** By what an answer is known to be like the one of the rehearsal. */
export interface LikeAnswer {
  readonly status: number;
  /** Of a bare operation that failed: how its text begins, up to the colon. */
  readonly beginning: string;
  /** Items of a message that failed. */
  readonly failures: number;
}

/** The word of KMIP for an item that failed. */
export const FAILED_ITEM = 'OperationFailed';

export const likenessOf = ({ status, body }: HttpAnswer): LikeAnswer => ({
  status,
  beginning: status === 200 ? '' : body.slice(0, body.indexOf(':') + 1),
  failures: body.split(FAILED_ITEM).length - 1,
});
