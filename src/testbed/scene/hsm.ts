import { createKey, USAGE } from '../../driver/calls.ts';
import { pullOut, putBack } from '../softhsm/token.ts';
import type { HsmAccess } from '../target.ts';
import type { Scene } from './scene.ts';

/** Starts a KMS that is to wrap every new object with an HSM key that nobody has made yet. */
export async function startWithKeyEncryptionKey(scene: Scene): Promise<void> {
  const hsm = await newToken(scene);
  await scene.startOwnInstance({ hsm, keyEncryptionKey: `hsm::${hsm.slot}::kek` });
}

export async function makeKeyEncryptionKey(scene: Scene, user: string): Promise<void> {
  const id = scene.instance.keyEncryptionKey;
  if (id === undefined) throw new Error('the KMS of this scenario has no key-encryption key');
  const client = await scene.client(user);
  const reply = await client.bare(createKey('AES', 256, USAGE.encrypt | USAGE.decrypt, { id }));
  if (!reply.ok) throw new Error(`the key-encryption key could not be made: ${reply.failure.message}`);
}

export async function startWithWrongPin(scene: Scene): Promise<void> {
  const hsm = await newToken(scene);
  await scene.startOwnInstance({ hsm: { ...hsm, pin: `not-${hsm.pin}` } });
}

export const pullOutToken = (scene: Scene): Promise<void> => pullOut(tokenOf(scene).env);
export const putTokenBack = (scene: Scene): Promise<void> => putBack(tokenOf(scene).env);

function newToken({ run }: Scene): Promise<HsmAccess> {
  if (run.newToken === undefined) throw new Error('there is no HSM');
  return run.newToken();
}

function tokenOf({ instance, run }: Scene): HsmAccess {
  if (instance === run.main?.instance)
    throw new Error('the token of the shared instance is not to be touched');
  if (instance.hsm === undefined) throw new Error('the KMS of this scenario has no HSM');
  return instance.hsm;
}
