import { KmipError } from '../../kmip/errors.ts';
import { decrypt, encrypt, sign } from './crypto.ts';
import { type Attempt, inKmipTerms } from './failures.ts';
import type { Hsm, HsmAddress } from './hsm.ts';
import type { Keys } from './keys.ts';
import type { HsmOptions } from './protocol.ts';
import { type Sealer, unwrap, wrap } from './seal.ts';
import { Tokens } from './tokens.ts';

/** An HSM that is open, with one sentence for each of its slots that cannot be used now. */
export interface OpenModule {
  readonly hsm: Hsm;
  readonly problems: readonly string[];
}

/** Opens the HSM on the calling thread, which its calls will block. @throws Error with a sentence */
export function openModule({ library, model, slots: configured }: HsmOptions): OpenModule {
  const slots = configured.map(({ slot }) => slot);
  const tokens = new Tokens({ library, slots: configured });

  const onKeys = async <T>(slot: number, work: (keys: Keys) => Promise<T>): Promise<T> => {
    if (slots.includes(slot)) return tokens.use(slot, work);
    throw new KmipError(
      'ObjectNotFound',
      `HSM slot ${slot} is not configured (configured: ${slots.join(', ')}).`,
    );
  };
  const cryptographic = <T>(verb: string, { slot, label }: HsmAddress, work: (keys: Keys) => Promise<T>) =>
    attempt(
      { action: `${verb} with the key "${label}" in slot ${slot}`, otherwise: 'CryptographicFailure' },
      () => onKeys(slot, work),
    );
  const administrative = <T>(action: string, slot: number, work: (keys: Keys) => Promise<T>) =>
    attempt({ action: `${action} in slot ${slot}`, otherwise: 'GeneralFailure' }, () => onKeys(slot, work));

  const sealer: Sealer = {
    describe: (address) =>
      administrative(`find the key "${address.label}"`, address.slot, (keys) => keys.describe(address.label)),
    encrypt: (address, request) =>
      cryptographic('encrypt', address, (keys) => encrypt(keys, address.label, request)),
    decrypt: (address, request) =>
      cryptographic('decrypt', address, (keys) => decrypt(keys, address.label, request)),
  };

  const hsm: Hsm = {
    model,
    slots,
    createAesKey: ({ slot, label }, bits) =>
      administrative(`create the AES key "${label}"`, slot, (keys) => keys.createAesKey(label, bits)),
    createRsaKeyPair: ({ slot, label }, bits) =>
      administrative(`create the RSA key pair "${label}"`, slot, (keys) =>
        keys.createRsaKeyPair(label, bits),
      ),
    find: (slot) => administrative('list the keys', slot, (keys) => keys.list()),
    get: ({ slot, label }) => administrative(`find the key "${label}"`, slot, (keys) => keys.get(label)),
    destroy: ({ slot, label }) =>
      administrative(`destroy the key "${label}"`, slot, (keys) => keys.destroy(label)),
    encrypt: sealer.encrypt,
    decrypt: sealer.decrypt,
    sign: (address, request) => cryptographic('sign', address, (keys) => sign(keys, address.label, request)),
    wrap: (address, clear) => wrap(sealer, address, clear),
    unwrap: (address, sealed) => unwrap(sealer, address, sealed),
    close: async () => tokens.stop(),
  };
  return { hsm, problems: tokens.problems };
}

async function attempt<T>(what: Attempt, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw inKmipTerms(error, what);
  }
}
