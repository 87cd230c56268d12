import { KmipError } from '../../kmip/errors.ts';
import { maybeChild } from '../../kmip/fields.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';

/** @throws KmipError FeatureNotSupported: node:crypto hashes by itself, for ECDSA there is no way around it */
export function refuseDigestedData(payload: TtlvStructure): void {
  if (maybeChild(payload, 'DigestedData') === undefined) return;
  throw new KmipError('FeatureNotSupported', 'DigestedData is not supported: send the Data itself');
}
