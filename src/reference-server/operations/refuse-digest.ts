import { maybeChild } from '../../kmip/fields.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { unsupported } from '../crypto/failure.ts';

/** node:crypto and the HSM hash what they sign: neither takes a digest. @throws KmipError UnsupportedCryptographicParameters */
export function refuseDigest(payload: TtlvStructure): void {
  if (maybeChild(payload, 'DigestedData') === undefined) return;
  throw unsupported('DigestedData is not supported here: send the Data itself, which the server hashes');
}
