import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Event, isDestroyed, requireUse, stateInForce, transition, type Use } from './lifecycle.ts';
import type { State } from './store/store.ts';

const STATES: readonly State[] = [
  'PreActive',
  'Active',
  'Deactivated',
  'Compromised',
  'Destroyed',
  'DestroyedCompromised',
];
const EVENTS: readonly Event[] = ['Activate', 'Revoke', 'Compromise', 'Destroy'];

/** Rows: states. Columns: Activate, Revoke, Compromise, Destroy; "-" is refused. */
const matrix: Readonly<Record<State, string>> = {
  PreActive: 'Active Deactivated Compromised Destroyed',
  Active: '- Deactivated Compromised -',
  Deactivated: '- - Compromised Destroyed',
  Compromised: '- - - DestroyedCompromised',
  Destroyed: '- - DestroyedCompromised -',
  DestroyedCompromised: '- - - -',
};

for (const state of STATES) {
  for (const [index, event] of EVENTS.entries()) {
    const next = matrix[state].split(' ')[index];
    test(`${state}: ${event} leads to ${next}`, () => {
      if (next !== '-') return assert.equal(transition('k', state, event), next);
      const reason = isDestroyed(state) ? 'ObjectDestroyed' : 'WrongKeyLifecycleState';
      return assert.throws(() => transition('k', state, event), { reason });
    });
  }
}

/** Rows: states. Columns: protect, process, read. */
const permitted: Readonly<Record<State, string>> = {
  PreActive: 'no no yes',
  Active: 'yes yes yes',
  Deactivated: 'no yes yes',
  Compromised: 'no yes yes',
  Destroyed: 'no no no',
  DestroyedCompromised: 'no no no',
};
const USES: readonly Use[] = ['protect', 'process', 'read'];

for (const state of STATES) {
  for (const [index, use] of USES.entries()) {
    const answer = permitted[state].split(' ')[index];
    test(`${state}: ${use}? ${answer}`, () => {
      const asking = () => requireUse('k', state, use);
      if (answer === 'yes') assert.doesNotThrow(asking);
      else assert.throws(asking, { name: 'KmipError', message: new RegExp(`object k is in state ${state}`) });
    });
  }
}

const NOW = 100n;
const dated: readonly (readonly [State, bigint | undefined, bigint | undefined, State])[] = [
  ['PreActive', undefined, undefined, 'PreActive'],
  ['PreActive', NOW + 1n, undefined, 'PreActive'],
  ['PreActive', NOW, undefined, 'Active'],
  ['PreActive', NOW - 2n, NOW - 1n, 'Deactivated'],
  ['PreActive', undefined, NOW, 'Deactivated'],
  ['Active', NOW - 2n, NOW + 1n, 'Active'],
  ['Active', NOW - 2n, NOW, 'Deactivated'],
  ['Active', undefined, undefined, 'Active'],
  ['Compromised', NOW - 2n, NOW - 1n, 'Compromised'],
  ['Destroyed', NOW - 2n, undefined, 'Destroyed'],
];

for (const [state, activationDate, deactivationDate, expected] of dated) {
  test(`${state}, activation ${activationDate}, deactivation ${deactivationDate}: ${expected} at ${NOW}`, () => {
    assert.equal(stateInForce({ state, activationDate, deactivationDate }, NOW), expected);
  });
}
