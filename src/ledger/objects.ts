import type { Contract } from '../contract/contract.ts';
import { type Bounds, plus, ZERO } from './bounds.ts';
import type { Effect } from './entry.ts';

/** "maybe": an unanswered request may have changed it. */
type Certainty = 'yes' | 'maybe' | 'no';

/** An object as the traffic has left it. */
export interface LedgerObject {
  readonly isKey: boolean;
  readonly place: 'store' | 'hsm';
  readonly wrappingKeyId: string | undefined;
  readonly activationUnixSeconds: number | undefined;
  readonly deactivationUnixSeconds: number | undefined;
  readonly present: Certainty;
  readonly revoked: Certainty;
  readonly scenario: string;
}

export type LedgerObjects = ReadonlyMap<string, LedgerObject>;

/** One effect applied: pure. `certain` is false for a request that was never answered. */
export function applyEffect(
  objects: LedgerObjects,
  effect: Effect,
  at: { readonly scenario: string; readonly unixMs: number; readonly certain: boolean },
): LedgerObjects {
  const certainty: Certainty = at.certain ? 'yes' : 'maybe';
  const absence: Certainty = at.certain ? 'no' : 'maybe';
  if (effect.kind === 'created') {
    const { isKey, place, wrappingKeyId, activationUnixSeconds, deactivationUnixSeconds } = effect;
    return new Map(objects).set(effect.id, {
      isKey,
      place,
      wrappingKeyId,
      activationUnixSeconds,
      deactivationUnixSeconds,
      present: certainty,
      revoked: 'no',
      scenario: at.scenario,
    });
  }
  if (effect.kind === 'hsm') return objects;
  const object = objects.get(effect.id);
  if (object === undefined) return objects;
  switch (effect.kind) {
    case 'activated':
      return new Map(objects).set(effect.id, { ...object, activationUnixSeconds: at.unixMs / 1000 });
    case 'revoked':
      return new Map(objects).set(effect.id, { ...object, revoked: certainty });
    case 'destroyed':
      return new Map(objects).set(effect.id, { ...object, present: absence });
    case 'used':
      return objects;
  }
}

/** What kms.objects.total counts. */
export const objectCount = (objects: LedgerObjects, contract: Contract): Bounds =>
  sum(counted(objects, contract), ({ present }) =>
    contract.definitions.destroyedObjectsCount && present === 'no' ? 'yes' : present,
  );

/** What kms.keys.active.count counts at a moment: activation and expiry by date included. */
export const activeKeyCount = (objects: LedgerObjects, contract: Contract, atUnixMs: number): Bounds =>
  sum(
    counted(objects, contract).filter(
      ({ isKey }) => isKey || contract.definitions.activeKeys === 'active-objects-visible-to-admin',
    ),
    (object) =>
      contract.definitions.activeKeys === 'non-destroyed-keys' ? object.present : active(object, atUnixMs),
  );

function active(object: LedgerObject, atUnixMs: number): Certainty {
  const now = atUnixMs / 1000;
  const begun = object.activationUnixSeconds !== undefined && object.activationUnixSeconds <= now;
  const ended = object.deactivationUnixSeconds !== undefined && object.deactivationUnixSeconds <= now;
  if (!begun || ended || object.present === 'no' || object.revoked === 'yes') return 'no';
  return object.present === 'maybe' || object.revoked === 'maybe' ? 'maybe' : 'yes';
}

const counted = (objects: LedgerObjects, contract: Contract): readonly LedgerObject[] =>
  [...objects.values()].filter(({ place }) => place === 'store' || contract.definitions.hsmObjectsCount);

const WORTH: Readonly<Record<Certainty, Bounds>> = {
  yes: { min: 1n, max: 1n },
  maybe: { min: 0n, max: 1n },
  no: ZERO,
};

const sum = (objects: readonly LedgerObject[], certainty: (object: LedgerObject) => Certainty): Bounds =>
  objects.reduce((total, object) => plus(total, WORTH[certainty(object)]), ZERO);
