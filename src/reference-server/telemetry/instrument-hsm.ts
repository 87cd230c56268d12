import type { Hsm } from '../hsm/hsm.ts';
import type { Recorder } from './recorder.ts';

type Counted = Parameters<Recorder['hsmOperation']>[0];

/** The same module; every cryptographic operation that succeeds is told to the recorder. */
export const instrumentHsm = (hsm: Hsm, recorder: Recorder): Hsm => {
  const counted = async <T>(operation: Counted, done: Promise<T>): Promise<T> => {
    const result = await done;
    recorder.hsmOperation(operation, hsm.model);
    return result;
  };
  return {
    model: hsm.model,
    slots: hsm.slots,
    createAesKey: (address, bits) => hsm.createAesKey(address, bits),
    createRsaKeyPair: (address, bits) => hsm.createRsaKeyPair(address, bits),
    find: (slot) => hsm.find(slot),
    get: (address) => hsm.get(address),
    destroy: (address) => hsm.destroy(address),
    encrypt: (address, request) => counted('Encrypt', hsm.encrypt(address, request)),
    decrypt: (address, request) => counted('Decrypt', hsm.decrypt(address, request)),
    sign: (address, request) => counted('Sign', hsm.sign(address, request)),
    wrap: (address, clear) => counted('Wrap', hsm.wrap(address, clear)),
    unwrap: (address, sealed) => counted('Unwrap', hsm.unwrap(address, sealed)),
    close: () => hsm.close(),
  };
};
