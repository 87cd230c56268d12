import { dateAt } from './date.ts';
import type { Rekeyed } from './entry.ts';
import type { Birth, LedgerObject, LedgerObjects } from './objects.ts';

/** The key that came to replace another, as the tables of dates of Re-key and Re-key Key Pair (KMIP 2.1) make it. */
export function replacement(effect: Rekeyed, objects: LedgerObjects, birth: Birth): LedgerObject {
  const old = replaced(effect, objects);
  const { scenario, owner, present, unixMs } = birth;
  return {
    isKey: true,
    place: 'store',
    owner: old?.owner ?? owner,
    wrappingKeyId: effect.wrappingKeyId ?? old?.wrappingKeyId,
    publicKeyId: effect.publicKeyId,
    ...datesOf(effect, old ?? UNKNOWN, dateAt(unixMs)),
    existed: present,
    present,
    // Whether Revoke has dated the end of the old key depends on the reason that it gave.
    activated: old?.revoked === 'no' ? old.activated : 'maybe',
    revoked: 'no',
    scenario,
  };
}

function replaced({ replaces, half }: Rekeyed, objects: LedgerObjects): LedgerObject | undefined {
  const named = objects.get(replaces);
  return half === 'public' ? objects.get(named?.publicKeyId ?? '') : named;
}

type Dates = Pick<LedgerObject, 'activationUnixSeconds' | 'deactivationUnixSeconds'>;

/** Perhaps active since ever: nobody has seen it made. */
const UNKNOWN: Dates = { activationUnixSeconds: 0, deactivationUnixSeconds: undefined };

function datesOf(asked: Rekeyed, old: Dates, nowUnixSeconds: number): Dates {
  const taken = asked.offsetSeconds === undefined ? old : shifted(old, nowUnixSeconds + asked.offsetSeconds);
  return {
    activationUnixSeconds: asked.activationUnixSeconds ?? taken.activationUnixSeconds,
    deactivationUnixSeconds: asked.deactivationUnixSeconds ?? taken.deactivationUnixSeconds,
  };
}

/** The same life, begun at another moment. */
function shifted(old: Dates, activationUnixSeconds: number): Dates {
  const { activationUnixSeconds: begun, deactivationUnixSeconds: end } = old;
  const moved = begun === undefined || end === undefined ? end : end + activationUnixSeconds - begun;
  return { activationUnixSeconds, deactivationUnixSeconds: moved };
}
