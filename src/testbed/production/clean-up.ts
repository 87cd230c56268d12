import { onObject, revoke } from '../../driver/calls.ts';
import { KmipClient, type Reply } from '../../driver/kmip-client.ts';
import { nowUnixMs } from '../../driver/now.ts';
import { maybeEnumeration, maybeStructure } from '../../kmip/fields.ts';
import type { LedgerObject } from '../../ledger/objects.ts';
import { predict } from '../../ledger/predict.ts';
import type { Instance } from '../instance.ts';
import { USERS } from '../users.ts';

/** What became of the objects that a run has made in a KMS that stays. */
export interface CleanUp {
  readonly made: number;
  /** Identifiers of those that are there still, with what came back instead. */
  readonly left: readonly { readonly id: string; readonly why: string }[];
}

const GONE = ['Destroyed', 'DestroyedCompromised'];

/** Destroys everything that the run has made, and asks for each whether it is gone. */
export async function cleanUp(instance: Instance): Promise<CleanUp> {
  const { record } = instance;
  const { objects } = predict(record.entries, record.setting, nowUnixMs());
  const mine = [...objects].filter(([, { existed }]) => existed !== 'no');
  const left: { id: string; why: string }[] = [];
  // What wraps others goes last.
  for (const [id, object] of mine.toReversed()) {
    const why = await remove(instance, id, object);
    if (why !== undefined) left.push({ id, why });
  }
  return { made: mine.length, left };
}

/** @returns why it is there still; undefined = it is gone */
async function remove(
  instance: Instance,
  id: string,
  { owner, present }: LedgerObject,
): Promise<string | undefined> {
  const user = USERS.find((name) => instance.nameOf(name) === owner) ?? USERS[0];
  const client = new KmipClient(instance.outlet(), await instance.identityOf(user), instance, 'clean-up');
  let answer = '';
  if (present !== 'no') {
    let destroyed = await destroy(client, id);
    if (!destroyed.ok && destroyed.failure.reason === 'ObjectArchived') {
      await client.bare(onObject('Recover', id));
      destroyed = await destroy(client, id);
    }
    if (!destroyed.ok) answer = `Destroy: ${destroyed.failure.message}`;
  }
  const seen = await client.bare(onObject('GetAttributes', id));
  if (!seen.ok)
    return seen.failure.reason === 'ObjectNotFound' || present === 'no' ? undefined : seen.failure.message;
  const attributes = maybeStructure(seen.payload, 'Attributes');
  const state = attributes === undefined ? undefined : maybeEnumeration(attributes, 'State');
  return state !== undefined && GONE.includes(state)
    ? undefined
    : answer || `its state is ${state ?? 'not told'}`;
}

async function destroy(client: KmipClient, id: string): Promise<Reply> {
  // What was never active need not be revoked: its refusal says nothing.
  await client.bare(revoke(id));
  return client.bare(onObject('Destroy', id));
}
