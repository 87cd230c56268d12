/** Another user of the same token, in this process: it shares the library's state, and so the login, with the HSM thread. */

import { createPublicKey, type KeyObject } from 'node:crypto';
import pkcs11js, { type Handle, type PKCS11, type Template } from 'pkcs11js';
import { readUnsigned } from './unsigned.ts';

type AttributeName = Extract<keyof typeof pkcs11js, `CKA_${string}`>;

export class ForeignUser {
  readonly #module: PKCS11;
  readonly #session: Handle;

  constructor(library: string, slot: number) {
    this.#module = new pkcs11js.PKCS11();
    this.#module.load(library);
    const id = this.#module.C_GetSlotList(true).find((each) => readUnsigned(each) === slot);
    if (!id) throw new Error(`no slot ${slot}`);
    this.#session = this.#module.C_OpenSession(id, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
  }

  /** Puts in a key whose bytes are known, so that another implementation can check the HSM's work. */
  importAesKey(label: string, value: Buffer): void {
    this.#module.C_CreateObject(this.#session, [
      { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
      { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_AES },
      { type: pkcs11js.CKA_TOKEN, value: true },
      { type: pkcs11js.CKA_PRIVATE, value: true },
      { type: pkcs11js.CKA_LABEL, value: label },
      { type: pkcs11js.CKA_ENCRYPT, value: true },
      { type: pkcs11js.CKA_DECRYPT, value: true },
      { type: pkcs11js.CKA_VALUE, value },
    ]);
  }

  addData(label: string): void {
    this.#module.C_CreateObject(this.#session, [
      { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_DATA },
      { type: pkcs11js.CKA_TOKEN, value: true },
      { type: pkcs11js.CKA_LABEL, value: label },
    ]);
  }

  destroy(label: string): void {
    for (const object of this.#find(label)) this.#module.C_DestroyObject(this.#session, object);
  }

  publicKey(label: string): KeyObject {
    const [n, e] = this.attributes(label, ['CKA_MODULUS', 'CKA_PUBLIC_EXPONENT']).map((value) =>
      value.toString('base64url'),
    );
    return createPublicKey({ key: { kty: 'RSA', n: n ?? '', e: e ?? '' }, format: 'jwk' });
  }

  attributes(label: string, names: readonly AttributeName[]): readonly Buffer[] {
    const [object] = this.#find(label);
    if (!object) throw new Error(`no object ${label}`);
    const template: Template = names.map((name) => ({ type: pkcs11js[name] }));
    return this.#module.C_GetAttributeValue(this.#session, object, template).map(({ value }) => value);
  }

  #find(label: string): readonly Handle[] {
    this.#module.C_FindObjectsInit(this.#session, [{ type: pkcs11js.CKA_LABEL, value: label }]);
    const found = this.#module.C_FindObjects(this.#session, 10);
    this.#module.C_FindObjectsFinal(this.#session);
    return found;
  }
}
