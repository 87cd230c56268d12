import { keepSecret } from '../testbed/secrets.ts';
import { obtainSoftHsm } from '../testbed/softhsm/obtain.ts';
import { createToken } from '../testbed/softhsm/token.ts';
import type { HsmAccess } from '../testbed/target.ts';
import { RehearsalError } from './errors.ts';

/** A SoftHSM token for a load that needs one. @throws RehearsalError where this machine cannot have SoftHSM */
export async function tokenIn(folder: string, say: (line: string) => void): Promise<HsmAccess> {
  const softHsm = await obtainSoftHsm(say);
  if ('reason' in softHsm)
    throw new RehearsalError(`errors of an HSM are not testable here. ${softHsm.reason}`);
  return createToken({
    library: softHsm.library,
    folder,
    label: 'load',
    pin: keepSecret(crypto.randomUUID()),
    soPin: keepSecret(crypto.randomUUID()),
  });
}
