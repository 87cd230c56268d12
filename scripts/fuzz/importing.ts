import { writeBinary } from '../../src/kmip/binary.ts';
import { buildRequest } from '../../src/kmip/message.ts';
import { structure, type Ttlv } from '../../src/kmip/ttlv.ts';

/** A message that brings an object. */
export const importing = (payload: readonly Ttlv[]): Uint8Array =>
  writeBinary(
    buildRequest({
      header: { version: { major: 2, minor: 1 } },
      items: [{ operation: 'Import', payload: structure('RequestPayload', ...payload) }],
    }),
  );
