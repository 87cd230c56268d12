import type { Hsm } from '../../src/reference-server/hsm/hsm.ts';
import type { Recorder } from '../../src/reference-server/telemetry/recorder.ts';
import type { ServerFault } from '../fault.ts';

type Counted = Parameters<Recorder['hsmOperation']>[0];

/** What of an HSM is counted, and as what. */
const COUNTED: Partial<Record<keyof Hsm, Counted>> = {
  encrypt: 'Encrypt',
  decrypt: 'Decrypt',
  sign: 'Sign',
  wrap: 'Wrap',
  unwrap: 'Unwrap',
};

/** Wraps the HSM and what is told of it: defects of counting what it could not do. */
export const hsmFaults: readonly ServerFault[] = [
  {
    id: 'hsm-failures-counted',
    words: 'what the HSM could not do is counted as done',
    expects: 'kms.hsm.operations.total/value',
    plant: () => {
      let told: Recorder | undefined;
      return {
        recorder: (recorder) => {
          told = recorder;
          return recorder;
        },
        hsm: (hsm) =>
          new Proxy(hsm, {
            get: (target, key: keyof Hsm) => {
              const member: unknown = target[key];
              const operation = COUNTED[key];
              if (operation === undefined || typeof member !== 'function') return member;
              return (...words: readonly unknown[]) =>
                member(...words).catch((error: unknown) => {
                  told?.hsmOperation(operation, target.model);
                  throw error;
                });
            },
          }),
      };
    },
  },
];
