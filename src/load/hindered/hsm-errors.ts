import { KmipError } from '../../kmip/errors.ts';
import type { Hsm } from '../../reference-server/hsm/hsm.ts';
import type { Seams } from '../../reference-server/seams.ts';
import type { Switch } from './switch.ts';

const ASKED: readonly (keyof Hsm)[] = ['encrypt', 'decrypt', 'sign', 'wrap', 'unwrap'];

/** The device answers everything that keys are needed for with an error, as one does that is broken. */
export const hsmErrors = (fault: Switch): Partial<Seams> => ({
  hsm: (hsm) =>
    new Proxy(hsm, {
      get: (target, key: keyof Hsm) => {
        const member: unknown = target[key];
        if (typeof member !== 'function') return member;
        const call = member.bind(target);
        if (!ASKED.includes(key)) return call;
        return async (...words: readonly unknown[]) => {
          if (fault.strikes())
            throw new KmipError(
              'GeneralFailure',
              `The HSM did not ${key}: the device does not work (CKR_DEVICE_ERROR).`,
            );
          return call(...words);
        };
      },
    }),
});
