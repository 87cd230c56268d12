import { KmipError } from '../../kmip/errors.ts';
import { maybeDate } from '../../kmip/fields.ts';
import type { Ttlv, TtlvStructure } from '../../kmip/ttlv.ts';
import { stateInForce } from '../lifecycle.ts';
import type { State, StoredObject } from '../store/store.ts';

interface DateRule {
  /** States in which it may still change. */
  readonly states: readonly State[];
  /** Once reached it stays. */
  readonly untilReached?: true;
}

const LIVE: readonly State[] = ['PreActive', 'Active'];

/** When a client may change a date (KMIP 2.1 sections 4.1, 4.18, 4.40, 4.41). */
const RULES: ReadonlyMap<string, DateRule> = new Map<string, DateRule>([
  ['ActivationDate', { states: ['PreActive'] }],
  ['DeactivationDate', { states: LIVE }],
  ['ProcessStartDate', { states: LIVE, untilReached: true }],
  ['ProtectStopDate', { states: LIVE, untilReached: true }],
]);

/** @throws KmipError WrongKeyLifecycleState */
export function requireDateChange(object: StoredObject, { tag }: Ttlv, now: bigint): void {
  const rule = RULES.get(tag);
  if (rule === undefined) return;
  const state = stateInForce(object, now);
  const old = maybeDate(object.attributes, tag);
  const reached = rule.untilReached === true && old !== undefined && old <= now;
  if (rule.states.includes(state) && !reached) return;
  throw new KmipError(
    'WrongKeyLifecycleState',
    `object ${object.id} is in state ${state}: its ${tag} may not change any more`,
  );
}

/** Pairs of dates of which the first must not be later than the second (KMIP 2.1 sections 4.40, 4.41). */
const ORDERED: readonly (readonly [string, string])[] = [
  ['ActivationDate', 'ProcessStartDate'],
  ['ActivationDate', 'DeactivationDate'],
  ['ProtectStopDate', 'DeactivationDate'],
];

/** The pairs that a change touched. @throws KmipError InvalidField */
export function requireOrderedDates(attributes: TtlvStructure, touched: string): void {
  for (const [earlier, later] of ORDERED.filter((pair) => pair.includes(touched))) {
    const from = maybeDate(attributes, earlier);
    const to = maybeDate(attributes, later);
    if (from !== undefined && to !== undefined && from > to) {
      throw new KmipError('InvalidField', `the ${earlier} must not be later than the ${later}`);
    }
  }
}
