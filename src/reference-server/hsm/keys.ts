import pkcs11js from 'pkcs11js';
import { KmipError } from '../../kmip/errors.ts';
import { isStaleHandle } from './failures.ts';
import type { HsmKey } from './hsm.ts';
import { Lru } from './lru.ts';
import { moveToToken } from './move.ts';
import { type KeyObject, search } from './objects.ts';
import type { Session } from './sessions.ts';
import { aesKey, rsaPrivateKey, rsaPublicKey } from './templates.ts';
import type { Token } from './token.ts';

const REMEMBERED_HANDLES = 100;

/** The private key has the label of the pair, the public key this one. */
export const publicLabel = (label: string): string => `${label}_pk`;

/** The keys of one token, by label. */
export class Keys {
  readonly #token: Token;
  readonly #remembered = new Lru<string, KeyObject>(REMEMBERED_HANDLES);
  readonly #inTheMaking = new Set<string>();

  constructor(token: Token) {
    this.#token = token;
  }

  async createAesKey(label: string, bits: number): Promise<void> {
    if (![128, 192, 256].includes(bits))
      throw new KmipError('InvalidField', `AES keys have 128, 192 or 256 bits, not ${bits}.`);
    await this.#create([label], ({ module, handle }) =>
      module.C_GenerateKey(handle, { mechanism: pkcs11js.CKM_AES_KEY_GEN }, aesKey(label, bits)),
    );
  }

  async createRsaKeyPair(label: string, bits: number): Promise<void> {
    if (bits < 2048 || bits > 8192 || bits % 8 !== 0)
      throw new KmipError('InvalidField', `RSA keys have 2048 to 8192 bits in whole bytes, not ${bits}.`);
    const labels = [label, publicLabel(label)] as const;
    await this.#create(labels, async (session) => {
      // The one call that takes seconds: off the thread, so that the other keys stay in use meanwhile.
      const { publicKey, privateKey } = await session.module.C_GenerateKeyPairAsync(
        session.handle,
        { mechanism: pkcs11js.CKM_RSA_PKCS_KEY_PAIR_GEN },
        rsaPublicKey(labels[1], bits),
        rsaPrivateKey(labels[0]),
      );
      moveToToken(session, [publicKey, privateKey]);
    });
  }

  async list(): Promise<readonly HsmKey[]> {
    const found = await this.#token.sessions.run((session) => search(session, this.#token.slot));
    if (found.length === 0) this.#token.assertPresent();
    return found.map(({ key }) => key);
  }

  /** As the token has it now. */
  async get(label: string): Promise<HsmKey | undefined> {
    return this.#token.sessions.run((session) => this.#search(session, label)?.key);
  }

  /** As it was when last used: good enough wherever the token would notice the difference. */
  async describe(label: string): Promise<HsmKey> {
    return this.use(label, (_session, { key }) => key);
  }

  async destroy(label: string): Promise<void> {
    await this.use(label, ({ module, handle }, object) => module.C_DestroyObject(handle, object.handle));
    this.#remembered.delete(label);
  }

  /** Works with a key by its remembered handle; when that proves stale, searches again once. */
  async use<T>(label: string, work: (session: Session, object: KeyObject) => T): Promise<T> {
    const remembered = this.#remembered.get(label);
    if (remembered) {
      try {
        return await this.#token.sessions.run((session) => work(session, remembered));
      } catch (error) {
        if (!isStaleHandle(error)) throw error;
        this.#remembered.delete(label);
      }
    }
    return this.#token.sessions.run((session) => {
      const object = this.#search(session, label);
      if (!object)
        throw new KmipError('ObjectNotFound', `HSM slot ${this.#token.slot} has no key "${label}".`);
      this.#remembered.set(label, object);
      return work(session, object);
    });
  }

  #search(session: Session, label: string): KeyObject | undefined {
    const [object] = search(session, this.#token.slot, label);
    if (!object) this.#token.assertPresent();
    return object;
  }

  async #create(
    labels: readonly string[],
    generate: (session: Session) => unknown | Promise<unknown>,
  ): Promise<void> {
    await this.#token.sessions.run(async (session) => {
      for (const label of labels)
        if (this.#inTheMaking.has(label) || this.#search(session, label))
          throw new KmipError(
            'ObjectAlreadyExists',
            `HSM slot ${this.#token.slot} has a key "${label}" already: destroy it or choose another label.`,
          );
      for (const label of labels) this.#inTheMaking.add(label);
      try {
        await generate(session);
      } finally {
        for (const label of labels) this.#inTheMaking.delete(label);
      }
    });
  }
}
