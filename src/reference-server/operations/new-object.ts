import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { wrappingKeyIn } from '../objects/attributes.ts';
import { describeNew, type NewObject } from '../objects/managed-object.ts';
import type { StoredObject } from '../store/store.ts';
import type { OperationContext } from './operation.ts';

/** A new object in the form in which it enters the store: described, and sealed where a key demands it. */
export async function prepare(
  { vault, user, nowUnixSeconds }: OperationContext,
  object: Omit<NewObject, 'nowUnixSeconds'> & { readonly content: TtlvStructure },
): Promise<StoredObject> {
  const description = describeNew({ ...object, nowUnixSeconds: nowUnixSeconds() });
  const form = await vault.seal(object.id, object.content, wrappingKeyIn(object.given), user);
  return { ...description, ...form };
}
