import pkcs11js, { type Handle, type Template } from 'pkcs11js';
import { isStaleHandle } from './failures.ts';
import type { HsmKey } from './hsm.ts';
import type { Session } from './sessions.ts';
import { ON_TOKEN } from './templates.ts';
import { readUnsigned } from './unsigned.ts';

/** A key and where it is in this process. */
export interface KeyObject {
  readonly key: HsmKey;
  readonly handle: Handle;
}

interface Kind extends Pick<HsmKey, 'type' | 'algorithm'> {
  readonly class: number;
  readonly keyType: number;
  /** The attribute that tells the size of the key, and how. */
  readonly size: number;
  readonly bits: (size: Buffer) => number;
}

const aes = {
  algorithm: 'AES',
  keyType: pkcs11js.CKK_AES,
  size: pkcs11js.CKA_VALUE_LEN,
  bits: (length: Buffer) => readUnsigned(length) * 8,
} as const;

const rsa = {
  algorithm: 'RSA',
  keyType: pkcs11js.CKK_RSA,
  size: pkcs11js.CKA_MODULUS,
  bits: (modulus: Buffer) => modulus.length * 8,
} as const;

/** The kinds of object that are seen, in the order of preference should several carry one label. */
const KINDS: readonly Kind[] = [
  { type: 'SymmetricKey', class: pkcs11js.CKO_SECRET_KEY, ...aes },
  { type: 'PrivateKey', class: pkcs11js.CKO_PRIVATE_KEY, ...rsa },
  { type: 'PublicKey', class: pkcs11js.CKO_PUBLIC_KEY, ...rsa },
];

/** The keys of a slot, or those with one label. One search: its cost grows with all that the token holds. */
export function search(session: Session, slot: number, label?: string): readonly KeyObject[] {
  const template = label === undefined ? ON_TOKEN : [...ON_TOKEN, { type: pkcs11js.CKA_LABEL, value: label }];
  const found = handles(session, template).flatMap((handle) => describe(session, slot, handle) ?? []);
  return KINDS.flatMap(({ type }) => found.filter(({ key }) => key.type === type));
}

function handles({ module, handle }: Session, template: Template): readonly Handle[] {
  const found: Handle[] = [];
  module.C_FindObjectsInit(handle, template);
  for (let one = module.C_FindObjects(handle); one; one = module.C_FindObjects(handle)) found.push(one);
  module.C_FindObjectsFinal(handle);
  return found;
}

function kindOf(session: Session, handle: Handle): Kind | undefined {
  const objectClass = readUnsigned(read(session, handle, pkcs11js.CKA_CLASS));
  return KINDS.find(
    (kind) =>
      kind.class === objectClass &&
      kind.keyType === readUnsigned(read(session, handle, pkcs11js.CKA_KEY_TYPE)),
  );
}

/** Undefined for what is no key, and for what another process destroyed since it was found. */
function describe(session: Session, slot: number, handle: Handle): KeyObject | undefined {
  try {
    const kind = kindOf(session, handle);
    if (!kind) return undefined;
    const { type, algorithm } = kind;
    const label = read(session, handle, pkcs11js.CKA_LABEL).toString();
    const bits = kind.bits(read(session, handle, kind.size));
    return { handle, key: { slot, label, type, algorithm, bits } };
  } catch (error) {
    if (isStaleHandle(error)) return undefined;
    throw error;
  }
}

function read({ module, handle }: Session, object: Handle, attribute: number): Buffer {
  const [result] = module.C_GetAttributeValue(handle, object, [{ type: attribute }]);
  if (!result) throw new Error(`The HSM left out attribute ${attribute} of an object.`);
  return result.value;
}
