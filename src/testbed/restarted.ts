import { hash } from '../driver/calls.ts';
import { KmipClient } from '../driver/kmip-client.ts';
import type { Instance } from './instance.ts';
import { observe } from './observe.ts';

/**
 * Traffic, an observation, SIGKILL and a new process on the same store: whatever comes then is judged in an epoch that
 * is not the first. Where nothing is pushed, or half a minute apart, the instance stays as it is.
 * @throws WaitError where no push came
 */
export async function restarted(instance: Instance): Promise<void> {
  if (!instance.pushesSoon) return;
  const alice = await instance.identityOf('alice');
  const client = new KmipClient(instance.outlet(), alice, instance, 'before the restart');
  await client.bare(hash(Buffer.from('before the restart')));
  await observe(instance);
  await instance.killAndRestart();
}
