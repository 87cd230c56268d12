import { KmipError } from '../../kmip/errors.ts';
import { maybeInteger, maybeInterval, maybeLongInteger } from '../../kmip/fields.ts';
import { maskBit } from '../../kmip/tables.ts';
import { text } from '../../kmip/ttlv.ts';
import { limitsOf } from '../objects/usage-limits.ts';
import { attributesFor } from './get-attributes.ts';
import { LEASE_SECONDS } from './obtain-lease.ts';
import type { Operation } from './operation.ts';
import { identifierOf } from './target.ts';

/**
 * Tells whether an object may be used in a way, and for how long (KMIP 2.1, Check).
 * @throws KmipError IncompatibleCryptographicUsageMask, UsageLimitExceeded, PermissionDenied
 */
export const check: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  const wanted = maybeInteger(payload, 'CryptographicUsageMask') ?? 0;
  const amount = maybeLongInteger(payload, 'UsageLimitsCount');
  const attributes = await attributesFor(context, id, 'Check');
  const mask = maybeInteger(attributes, 'CryptographicUsageMask') ?? 0;
  const unrestricted = (mask & (maskBit('CryptographicUsageMask', 'Unrestricted') ?? 0)) !== 0;
  if (!unrestricted && (mask & wanted) !== wanted) {
    throw new KmipError(
      'IncompatibleCryptographicUsageMask',
      `object ${id}: its usage mask ${mask} does not permit all of ${wanted}`,
    );
  }
  const limits = limitsOf(attributes);
  if (amount !== undefined && limits !== undefined && amount > limits.count) {
    throw new KmipError('UsageLimitExceeded', `object ${id}: its usage limit leaves ${limits.count}`);
  }
  const lease = maybeInterval(payload, 'LeaseTime') ?? 0;
  if (lease > LEASE_SECONDS) {
    throw new KmipError('PermissionDenied', `a lease has ${LEASE_SECONDS} s here, not ${lease}`);
  }
  return [text('UniqueIdentifier', id)];
};
