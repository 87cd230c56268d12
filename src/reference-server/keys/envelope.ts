import { KmipError } from '../../kmip/errors.ts';
import { asStructure } from '../../kmip/fields.ts';
import { readJson, writeJson } from '../../kmip/json.ts';
import { structure, type TtlvStructure, text } from '../../kmip/ttlv.ts';

/** What is sealed: the object together with its identifier, because an HSM's wrap binds no additional data. */
export const pack = (id: string, object: TtlvStructure): Uint8Array =>
  new TextEncoder().encode(writeJson(structure('Objects', text('UniqueIdentifier', id), object)));

/** @throws KmipError CryptographicFailure when the content is that of another object */
export function unpack(id: string, clear: Uint8Array): TtlvStructure {
  const [name, object] = asStructure(readJson(new TextDecoder().decode(clear))).value;
  if (name?.value === id && object !== undefined) return asStructure(object);
  throw new KmipError('CryptographicFailure', `the seal of object ${id} holds another object`);
}
