import { KmipError } from '../../kmip/errors.ts';
import { maybeBytes } from '../../kmip/fields.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';

/** What is signed: the data, or the digest that the client made of it (KMIP 2.1, Sign). */
export interface SignedData {
  readonly bytes: Uint8Array;
  readonly digested: boolean;
}

/** @throws KmipError InvalidMessage */
export function signedDataIn(payload: TtlvStructure): SignedData {
  const data = maybeBytes(payload, 'Data');
  const digest = maybeBytes(payload, 'DigestedData');
  if (data !== undefined && digest === undefined) return { bytes: data, digested: false };
  if (digest !== undefined && data === undefined) return { bytes: digest, digested: true };
  throw new KmipError(
    'InvalidMessage',
    data === undefined
      ? 'RequestPayload: missing field Data (ByteString)'
      : 'RequestPayload has both Data and DigestedData; send one',
  );
}
