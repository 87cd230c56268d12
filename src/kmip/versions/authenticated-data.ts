import { maybeBytes, maybeEnumeration, maybeInteger, maybeStructure } from '../fields.ts';
import { bytes, structure, type Ttlv, type TtlvStructure } from '../ttlv.ts';

/*
 * Before 1.4 there is no field for an authentication tag: it stands at the end of the Data, as the ciphers themselves
 * write it.
 */

const AUTHENTICATING: readonly string[] = ['AEAD', 'CCM', 'GCM', 'GCMSIV'];
const USUAL_TAG_BYTES = 16;

const without = (items: readonly Ttlv[], ...tags: readonly string[]): readonly Ttlv[] =>
  items.filter(({ tag }) => !tags.includes(tag));

/** A Decrypt request with the tag taken off its Data, where the request names a mode that has one. */
export function tagTakenOff(payload: TtlvStructure): TtlvStructure {
  const parameters = maybeStructure(payload, 'CryptographicParameters');
  const data = maybeBytes(payload, 'Data');
  const mode = parameters && maybeEnumeration(parameters, 'BlockCipherMode');
  if (parameters === undefined || data === undefined || mode === undefined) return payload;
  if (!AUTHENTICATING.includes(mode) || maybeBytes(payload, 'AuthenticatedEncryptionTag') !== undefined) {
    return payload;
  }
  const length = maybeInteger(parameters, 'TagLength') ?? USUAL_TAG_BYTES;
  if (length <= 0 || length > data.length) return payload;
  const value = [
    ...without(payload.value, 'Data'),
    bytes('Data', data.subarray(0, data.length - length)),
    bytes('AuthenticatedEncryptionTag', data.subarray(data.length - length)),
  ];
  return { ...payload, value };
}

/** The fields of an Encrypt answer with the tag put onto the Data. */
export function tagPutOn(answer: readonly Ttlv[]): readonly Ttlv[] {
  const fields = structure('ResponsePayload', ...answer);
  const data = maybeBytes(fields, 'Data');
  const tag = maybeBytes(fields, 'AuthenticatedEncryptionTag');
  if (data === undefined || tag === undefined) return answer;
  const both = bytes('Data', new Uint8Array(Buffer.concat([data, tag])));
  return [...without(answer, 'Data', 'AuthenticatedEncryptionTag'), both];
}
