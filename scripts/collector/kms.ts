import { loadProfile } from '../../src/contract/profiles.ts';
import { KmipClient } from '../../src/driver/kmip-client.ts';
import { Instance, type InstanceOptions } from '../../src/testbed/instance.ts';
import { referenceTarget } from '../../src/testbed/reference-target.ts';
import { PATIENCE_MS } from '../../src/testbed/until.ts';

export const CONTRACT = loadProfile('documented');

/** What the ledger says has sent it. */
export const TRAFFIC = 'collector';

/** The reference KMS, which pushes once a second. @throws StartError */
export const startKms = (
  options: Partial<InstanceOptions> & Pick<InstanceOptions, 'name'>,
): Promise<Instance> =>
  Instance.start({ target: referenceTarget(), contract: CONTRACT, patienceMs: PATIENCE_MS, ...options });

export const clientOf = async (instance: Instance, user: string): Promise<KmipClient> =>
  new KmipClient(instance.outlet(), await instance.identityOf(user), instance, TRAFFIC);
