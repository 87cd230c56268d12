import { maybeBytes, maybeChild } from '../fields.ts';
import { boolean, bytes, structure, type Ttlv, type TtlvStructure } from '../ttlv.ts';

/*
 * Before 1.4 there is no field for an authentication tag: it stands at the end of the Data, as the ciphers themselves
 * write it. How long it is, and whether there is one, only the parameters of the key may tell.
 */

const TAG = 'AuthenticatedEncryptionTag';

const without = (items: readonly Ttlv[], ...tags: readonly string[]): readonly Ttlv[] =>
  items.filter(({ tag }) => !tags.includes(tag));

/** A Decrypt request that says, where it brings no tag: if the mode has one, it is at the end of the Data. */
export const tagInData = (payload: TtlvStructure): TtlvStructure =>
  maybeBytes(payload, TAG) === undefined
    ? { ...payload, value: [...payload.value, boolean(TAG, true)] }
    : payload;

/** The Data of a Decrypt request and its tag; a mode without tags has tagBytes undefined. */
export interface TaggedData {
  readonly data: Uint8Array;
  readonly tag: Uint8Array | undefined;
}

/** Takes the tag off the Data where the request says that it is there. */
export function taggedData(
  payload: TtlvStructure,
  data: Uint8Array,
  tagBytes: number | undefined,
): TaggedData {
  if (maybeChild(payload, TAG)?.type !== 'Boolean') return { data, tag: maybeBytes(payload, TAG) };
  if (tagBytes === undefined || tagBytes > data.length) return { data, tag: undefined };
  const end = data.length - tagBytes;
  return { data: data.subarray(0, end), tag: data.subarray(end) };
}

/** The fields of an Encrypt answer with the tag put onto the Data. */
export function tagPutOn(answer: readonly Ttlv[]): readonly Ttlv[] {
  const fields = structure('ResponsePayload', ...answer);
  const data = maybeBytes(fields, 'Data');
  const tag = maybeBytes(fields, TAG);
  if (data === undefined || tag === undefined) return answer;
  const both = bytes('Data', new Uint8Array(Buffer.concat([data, tag])));
  return [...without(answer, 'Data', TAG), both];
}
