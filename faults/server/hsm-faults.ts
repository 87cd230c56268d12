import type { Hsm } from '../../src/reference-server/hsm/hsm.ts';
import type { Recorder } from '../../src/reference-server/telemetry/recorder.ts';
import type { ServerFault } from '../fault.ts';

type Counted = Parameters<Recorder['hsmOperation']>[0];
type Ask = () => Promise<unknown>;

/** What of an HSM is counted, and as what. */
const COUNTED: Partial<Record<keyof Hsm, Counted>> = {
  encrypt: 'Encrypt',
  decrypt: 'Decrypt',
  sign: 'Sign',
  wrap: 'Wrap',
  unwrap: 'Unwrap',
};

/** Wraps every question to the HSM that is counted: defects of what comes of those that fail. */
const asking = (hsm: Hsm, bend: (operation: Counted, ask: Ask) => Promise<unknown>): Hsm =>
  new Proxy(hsm, {
    get: (target, key: keyof Hsm) => {
      const member: unknown = target[key];
      const operation = COUNTED[key];
      if (operation === undefined || typeof member !== 'function') return member;
      return (...words: readonly unknown[]) => bend(operation, () => member(...words));
    },
  });

export const hsmFaults: readonly ServerFault[] = [
  {
    id: 'hsm-failures-counted',
    words: 'what the HSM could not do is counted as done',
    expects: 'kms.hsm.operations.total/value',
    plant: ({ hasStruck }) => {
      let told: Recorder | undefined;
      return {
        recorder: (recorder) => {
          told = recorder;
          return recorder;
        },
        hsm: (hsm) =>
          asking(hsm, (operation, ask) =>
            ask().catch((error: unknown) => {
              hasStruck();
              told?.hsmOperation(operation, hsm.model);
              throw error;
            }),
          ),
      };
    },
  },
  {
    id: 'hsm-gone-for-good',
    words: 'an HSM that was gone once is never asked again',
    expects: 'kms.hsm.operations.total/value',
    plant: ({ hasStruck }) => {
      let gone: unknown;
      return {
        hsm: (hsm) =>
          asking(hsm, async (_, ask) => {
            if (gone !== undefined) {
              hasStruck();
              throw gone;
            }
            return ask().catch((error: { readonly reason?: string }) => {
              if (error.reason === 'GeneralFailure') gone = error;
              throw error;
            });
          }),
      };
    },
  },
];
