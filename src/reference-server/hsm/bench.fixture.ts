/** An open HSM on a fresh token, for the tests of this folder. */
import type { ForeignUser } from './foreign.fixture.ts';
import type { Hsm, HsmAddress } from './hsm.ts';
import { openHsm } from './open.ts';
import { freshToken } from './softhsm.fixture.ts';

export { skip } from './softhsm.fixture.ts';

export interface HsmBench extends AsyncDisposable {
  readonly hsm: Hsm;
  readonly slot: number;
  readonly foreign: ForeignUser;
  at(label: string): HsmAddress;
}

export async function openBench(): Promise<HsmBench> {
  const { token, options, ...rest } = await freshToken();
  const hsm = await openHsm(options);
  const { slot } = token;
  // Only now: it needs pkcs11js, without which the tests are skipped, not broken.
  const { ForeignUser } = await import('./foreign.fixture.ts');
  return {
    hsm,
    slot,
    foreign: new ForeignUser(options.library, slot),
    at: (label) => ({ slot, label }),
    [Symbol.asyncDispose]: async () => {
      await hsm.close();
      await rest[Symbol.asyncDispose]();
    },
  };
}

/** What a rejection must look like. */
export const kmip = (reason: string, message: RegExp = /./) => ({ name: 'KmipError', reason, message });
