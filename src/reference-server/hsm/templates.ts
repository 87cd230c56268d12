import pkcs11js, { type Template } from 'pkcs11js';

/** Kept by the token; what is made without it ends with its session. */
export const ON_TOKEN: Template = [{ type: pkcs11js.CKA_TOKEN, value: true }];

/** Never readable, used only after login. */
const SECRET: Template = [
  { type: pkcs11js.CKA_PRIVATE, value: true },
  { type: pkcs11js.CKA_SENSITIVE, value: true },
  { type: pkcs11js.CKA_EXTRACTABLE, value: false },
];

const named = (label: string): Template => [
  { type: pkcs11js.CKA_LABEL, value: label },
  { type: pkcs11js.CKA_ID, value: Buffer.from(label) },
];

const permitted = (...uses: readonly number[]): Template => uses.map((type) => ({ type, value: true }));

export const aesKey = (label: string, bits: number): Template => [
  ...ON_TOKEN,
  ...SECRET,
  ...named(label),
  ...permitted(pkcs11js.CKA_ENCRYPT, pkcs11js.CKA_DECRYPT),
  { type: pkcs11js.CKA_VALUE_LEN, value: bits / 8 },
];

export const rsaPrivateKey = (label: string): Template => [
  ...SECRET,
  ...named(label),
  ...permitted(pkcs11js.CKA_DECRYPT, pkcs11js.CKA_SIGN),
];

export const rsaPublicKey = (label: string, bits: number): Template => [
  { type: pkcs11js.CKA_PRIVATE, value: false },
  ...named(label),
  ...permitted(pkcs11js.CKA_ENCRYPT, pkcs11js.CKA_VERIFY),
  { type: pkcs11js.CKA_MODULUS_BITS, value: bits },
  { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: Buffer.from([1, 0, 1]) },
];
