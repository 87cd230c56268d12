import type { Contract } from '../contract/contract.ts';
import { type Bounds, plus, ZERO } from './bounds.ts';
import { dateAt } from './date.ts';
import type { Effect } from './entry.ts';
import { replacement } from './rekeyed.ts';

/** "maybe": an unanswered request may have changed it. */
export type Certainty = 'yes' | 'maybe' | 'no';

/** An object as the traffic has left it. */
export interface LedgerObject {
  readonly isKey: boolean;
  readonly place: 'store' | 'hsm';
  /** Who made it; undefined: nobody whom the target knows. */
  readonly owner: string | undefined;
  readonly wrappingKeyId: string | undefined;
  /** Of a private key: the other half of its pair. */
  readonly publicKeyId: string | undefined;
  readonly activationUnixSeconds: number | undefined;
  readonly deactivationUnixSeconds: number | undefined;
  /** It was there, and may be destroyed by now. */
  readonly existed: Certainty;
  readonly present: Certainty;
  /** Whether the activation date holds. */
  readonly activated: Certainty;
  readonly revoked: Certainty;
  readonly scenario: string;
}

export type LedgerObjects = ReadonlyMap<string, LedgerObject>;

/** What came about when: by whose operation, and whether surely. */
interface Happening {
  readonly scenario: string;
  readonly user: string | undefined;
  readonly unixMs: number;
  readonly certain: boolean;
}

/** What an effect makes of the object that it names; undefined: nothing. `certain` is false for a request that was never answered. */
export function changedBy(effect: Effect, objects: LedgerObjects, at: Happening): LedgerObject | undefined {
  const happens = (before: Certainty): Certainty => (at.certain || before === 'yes' ? 'yes' : 'maybe');
  const ends = (before: Certainty): Certainty => (at.certain || before === 'no' ? 'no' : 'maybe');
  if (effect.kind === 'hsm') return undefined;
  const object = objects.get(effect.id);
  if (effect.kind === 'created' || effect.kind === 'rekeyed') {
    const { scenario, user, unixMs } = at;
    const birth = { scenario, owner: user, unixMs, present: happens('no') };
    const fresh = effect.kind === 'created' ? newObject(effect, birth) : replacement(effect, objects, birth);
    return at.certain || object === undefined ? fresh : maybeReplaced(object, fresh);
  }
  if (object === undefined) return undefined;
  switch (effect.kind) {
    case 'activated':
      if (!at.certain && hasBegun(object, at.unixMs)) return undefined;
      return { ...object, activationUnixSeconds: dateAt(at.unixMs), activated: happens('no') };
    case 'revoked':
      return { ...object, revoked: happens(object.revoked) };
    case 'destroyed':
      return { ...object, present: ends(object.present) };
    case 'dated':
    case 'adjusted': {
      const before = object[effect.date];
      const unixSeconds =
        effect.kind === 'dated'
          ? effect.unixSeconds
          : before === undefined
            ? undefined
            : effect.times * before + effect.plusSeconds;
      const dated = { ...object, [effect.date]: unixSeconds };
      return at.certain ? dated : maybeDated(object, dated);
    }
    case 'used':
      return undefined;
  }
}

/** When, by whom and how surely an object was made. */
export interface Birth {
  readonly scenario: string;
  readonly owner: string | undefined;
  readonly unixMs: number;
  readonly present: Certainty;
}

function newObject(
  effect: Extract<Effect, { readonly kind: 'created' }>,
  { scenario, owner, present }: Birth,
): LedgerObject {
  const { isKey, place, wrappingKeyId, publicKeyId, activationUnixSeconds, deactivationUnixSeconds } = effect;
  return {
    isKey,
    place,
    owner,
    wrappingKeyId,
    publicKeyId,
    activationUnixSeconds,
    deactivationUnixSeconds,
    existed: present,
    present,
    activated: 'yes',
    revoked: 'no',
    scenario,
  };
}

/** The old one or the new one is there: what they differ in is uncertain. */
function maybeReplaced(old: LedgerObject, fresh: LedgerObject): LedgerObject {
  const sameDates =
    old.activationUnixSeconds === fresh.activationUnixSeconds &&
    old.deactivationUnixSeconds === fresh.deactivationUnixSeconds;
  return {
    ...fresh,
    activationUnixSeconds: earlier(old.activationUnixSeconds, fresh.activationUnixSeconds),
    deactivationUnixSeconds: sameDates ? fresh.deactivationUnixSeconds : undefined,
    existed: old.existed === 'yes' ? 'yes' : 'maybe',
    present: old.present === 'yes' ? 'yes' : 'maybe',
    activated: sameDates && old.activated === 'yes' ? 'yes' : 'maybe',
    revoked: old.revoked === 'no' ? 'no' : 'maybe',
  };
}

/** It has the old dates or the new ones. */
const maybeDated = (old: LedgerObject, dated: LedgerObject): LedgerObject => {
  const { activationUnixSeconds, deactivationUnixSeconds, activated } = maybeReplaced(old, dated);
  return { ...old, activationUnixSeconds, deactivationUnixSeconds, activated };
};

const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);

const hasBegun = ({ activationUnixSeconds }: LedgerObject, unixMs: number): boolean =>
  activationUnixSeconds !== undefined && activationUnixSeconds <= unixMs / 1000;

/** What kms.objects.total counts. */
export const objectCount = (objects: LedgerObjects, contract: Contract): Bounds =>
  sum(counted(objects, contract), ({ existed, present }) =>
    contract.definitions.destroyedObjectsCount ? existed : present,
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
  const ended =
    object.deactivationUnixSeconds !== undefined && object.deactivationUnixSeconds <= atUnixMs / 1000;
  if (!hasBegun(object, atUnixMs) || ended || object.present === 'no' || object.revoked === 'yes')
    return 'no';
  const { present, activated, revoked } = object;
  return present === 'maybe' || activated === 'maybe' || revoked === 'maybe' ? 'maybe' : 'yes';
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
