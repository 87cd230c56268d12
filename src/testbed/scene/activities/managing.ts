import * as calls from '../../../driver/calls.ts';
import { dateTime, type Ttlv, text } from '../../../kmip/ttlv.ts';
import {
  type Activities,
  type Activity,
  FAR_AHEAD_UNIX_SECONDS,
  keyOf,
  LONG_AGO_UNIX_SECONDS,
  type Memory,
  pairIn,
} from './activity.ts';

const onKey = (operation: string): Activity => ({
  call: (memory) => calls.onObject(operation, keyOf(memory)),
});

const attribute = (
  operation: Parameters<typeof calls.withAttribute>[0],
  value: (memory: Memory) => Ttlv,
): Activity => ({
  call: (memory) => calls.withAttribute(operation, keyOf(memory), value(memory)),
});

const adjust = (type: 'Increment' | 'Decrement', seconds: number): Activity => ({
  call: (memory) => calls.adjustAttribute(keyOf(memory), 'ActivationDate', type, seconds),
});

const activation = (unixSeconds: number) => () => dateTime('ActivationDate', BigInt(unixSeconds));
const deactivation = (unixSeconds: number) => () => dateTime('DeactivationDate', BigInt(unixSeconds));
const soon =
  (tag: string) =>
  ({ nowUnixSeconds }: Memory): Ttlv =>
    dateTime(tag, BigInt(Math.ceil(nowUnixSeconds()) + 1));
const comment = (words: string) => (): Ttlv => text('Comment', words);
const COMMENT = 'a comment of the conformance suite';

/** The state, the dates and the other attributes of "that key". */
export const managing: Activities = {
  'reads the attributes of that key': onKey('GetAttributes'),
  'lists the attributes of that key': onKey('GetAttributeList'),
  'checks that key': onKey('Check'),
  'activates that key': onKey('Activate'),
  'revokes that key': { call: (memory) => calls.revoke(keyOf(memory)) },
  'revokes the private key': { call: (memory) => calls.revoke(pairIn(memory).privateKey) },
  'destroys that key': onKey('Destroy'),
  'destroys the active key in vain': { ...onKey('Destroy'), failsWith: 'WrongKeyLifecycleState' },
  'destroys the destroyed key in vain': { ...onKey('Destroy'), failsWith: 'any' },

  'adds a past activation date to that key': attribute('AddAttribute', activation(LONG_AGO_UNIX_SECONDS)),
  'adds a far deactivation date to that key': attribute('AddAttribute', deactivation(FAR_AHEAD_UNIX_SECONDS)),
  'moves the activation date of that key into the past': attribute(
    'ModifyAttribute',
    activation(LONG_AGO_UNIX_SECONDS),
  ),
  'moves the deactivation date of that key into the past': attribute(
    'ModifyAttribute',
    deactivation(LONG_AGO_UNIX_SECONDS + 1),
  ),
  'sets a past activation date on that key': attribute('SetAttribute', activation(LONG_AGO_UNIX_SECONDS)),
  'sets a far activation date on that key': attribute('SetAttribute', activation(FAR_AHEAD_UNIX_SECONDS)),
  'sets a past deactivation date on that key': attribute(
    'SetAttribute',
    deactivation(LONG_AGO_UNIX_SECONDS + 1),
  ),
  'sets an activation date within two seconds on that key': attribute('SetAttribute', soon('ActivationDate')),
  'sets a deactivation date within two seconds on that key': attribute(
    'SetAttribute',
    soon('DeactivationDate'),
  ),
  'activates the active key by its date in vain': {
    ...attribute('SetAttribute', activation(LONG_AGO_UNIX_SECONDS)),
    failsWith: 'any',
  },

  'brings the activation date of that key forward to the past': adjust(
    'Decrement',
    FAR_AHEAD_UNIX_SECONDS - LONG_AGO_UNIX_SECONDS,
  ),
  'puts the activation date of that key off': adjust('Increment', 1000),
  'leases that key': onKey('ObtainLease'),
  'archives that key': onKey('Archive'),
  'recovers that key': onKey('Recover'),

  'adds a comment to that key': attribute('AddAttribute', comment(COMMENT)),
  'changes the comment of that key': attribute('ModifyAttribute', comment(`${COMMENT}, changed`)),
  'sets the comment of that key': attribute('SetAttribute', comment(COMMENT)),
  'deletes the comment of that key': {
    call: (memory) => calls.withoutAttribute(keyOf(memory), text('Comment', COMMENT)),
  },
  'limits the use of that key': attribute('SetAttribute', () => calls.usageLimits(100n)),
  'asks for a part of the usage of that key': {
    call: (memory) => calls.getUsageAllocation(keyOf(memory), 10n),
  },
};
