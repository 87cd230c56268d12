import type { KmipError } from '../../kmip/errors.ts';
import type { Fields, Logger } from './logger.ts';
import { reasonOf } from './reason.ts';

/** Writes a line for a failure that is neither the client's nor a defect: the database, or the HSM, does not work. */
export const logOutage = (
  logger: Logger,
  { reason, message, cause }: KmipError,
  fields: Fields = {},
): void => {
  if (reason !== 'GeneralFailure') return;
  logger.error('the database or the HSM does not work', {
    ...fields,
    reason: message,
    cause: cause === undefined ? undefined : reasonOf(cause),
  });
};
