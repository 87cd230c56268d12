import type { GrantModel } from './grants.ts';
import type { LedgerObject, LedgerObjects } from './objects.ts';

/**
 * The objects that a user finds: those that it owns or was granted, and those in the HSM, whose store answers
 * everything to its admin. What was granted before a restart is not known any more.
 */
export function visibleTo(
  user: string,
  objects: LedgerObjects,
  grants: GrantModel,
  initial: LedgerObjects,
): LedgerObjects {
  const visible = new Map<string, LedgerObject>();
  for (const [id, object] of objects) {
    const granted = grants.isGranted(id, user);
    const surely = object.place === 'hsm' || object.owner === user || granted === 'yes';
    if (surely) visible.set(id, object);
    else if (granted === 'maybe' || initial.has(id)) visible.set(id, maybePresent(object));
  }
  return visible;
}

const maybePresent = (object: LedgerObject): LedgerObject =>
  object.present === 'yes' ? { ...object, present: 'maybe' } : object;
