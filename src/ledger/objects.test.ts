import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Definitions } from '../contract/contract.ts';
import {
  bare,
  create,
  created,
  does,
  oneAfterAnother,
  op,
  predictAt,
  settingOf,
  T0,
  totalIn,
} from './entries.fixture.ts';
import type { Effect, Entry } from './entry.ts';

const SOON = T0 / 1000 + 100;

const destroy = (id: string, how = {}): Entry => does('Destroy', { kind: 'destroyed', id }, how);
const revoke = (id: string, how = {}): Entry => does('Revoke', { kind: 'revoked', id }, how);
const activate = (id: string, how = {}): Entry => does('Activate', { kind: 'activated', id }, how);
const dated = (
  id: string,
  date: 'activationUnixSeconds' | 'deactivationUnixSeconds',
  unixSeconds: number,
  how = {},
): Entry => does('ModifyAttribute', { kind: 'dated', id, date, unixSeconds }, how);
const adjusted = (id: string, plusSeconds: number): Entry =>
  does('AdjustAttribute', { kind: 'adjusted', id, date: 'activationUnixSeconds', times: 1, plusSeconds });
const pair = (...effects: readonly Effect[]): Entry => bare('alice', op('CreateKeyPair', { effects }));
const preActive = { activationUnixSeconds: undefined };
const lost = { lost: true } as const;

interface Case {
  readonly what: string;
  readonly entries: readonly Entry[];
  readonly objects: string;
  readonly active: string;
  readonly definitions?: Partial<Definitions>;
  /** Seconds after the beginning at which the counts are taken. */
  readonly when?: number;
}

const CASES: readonly Case[] = [
  { what: 'an empty store', entries: [], objects: '0', active: '0' },
  { what: 'an active key', entries: [create('k')], objects: '1', active: '1' },
  { what: 'a PreActive key', entries: [create('k', preActive)], objects: '1', active: '0' },
  {
    what: 'a key activated later',
    entries: [create('k', preActive), activate('k')],
    objects: '1',
    active: '1',
  },
  { what: 'an object that is no key', entries: [create('s', { isKey: false })], objects: '1', active: '0' },
  { what: 'a key pair', entries: [pair(created('p'), created('q'))], objects: '2', active: '2' },
  { what: 'a revoked key', entries: [create('k'), revoke('k')], objects: '1', active: '0' },
  { what: 'a destroyed key', entries: [create('k'), destroy('k')], objects: '0', active: '0' },
  {
    what: 'a key destroyed twice',
    entries: [create('k'), create('l'), destroy('k'), destroy('k')],
    objects: '1',
    active: '1',
  },
  {
    what: 'half a pair revoked',
    entries: [pair(created('p'), created('q')), revoke('p')],
    objects: '2',
    active: '1',
  },
  { what: 'a key replaced', entries: [create('k'), create('k')], objects: '1', active: '1' },
  {
    what: 'a key replaced by a PreActive one',
    entries: [create('k'), create('k', preActive)],
    objects: '1',
    active: '0',
  },
  {
    what: 'effects on an object nobody knows',
    entries: [destroy('x'), revoke('x'), activate('x')],
    objects: '0',
    active: '0',
  },

  {
    what: 'a key a moment before it expires',
    entries: [create('k', { deactivationUnixSeconds: SOON })],
    objects: '1',
    active: '1',
    when: 99.999,
  },
  {
    what: 'a key at the moment it expires',
    entries: [create('k', { deactivationUnixSeconds: SOON })],
    objects: '1',
    active: '0',
    when: 100,
  },
  {
    what: 'a key a moment before its activation date',
    entries: [create('k', { activationUnixSeconds: SOON })],
    objects: '1',
    active: '0',
    when: 99.999,
  },
  {
    what: 'a key at its activation date',
    entries: [create('k', { activationUnixSeconds: SOON })],
    objects: '1',
    active: '1',
    when: 100,
  },

  {
    what: 'a PreActive key that gets an activation date in the past',
    entries: [create('k', preActive), dated('k', 'activationUnixSeconds', 5)],
    objects: '1',
    active: '1',
  },
  {
    what: 'a key a moment before the activation date that it got',
    entries: [create('k', preActive), dated('k', 'activationUnixSeconds', SOON)],
    objects: '1',
    active: '0',
    when: 99.999,
  },
  {
    what: 'a key at the activation date that it got',
    entries: [create('k', preActive), dated('k', 'activationUnixSeconds', SOON)],
    objects: '1',
    active: '1',
    when: 100,
  },
  {
    what: 'an active key that gets a deactivation date in the past',
    entries: [create('k'), dated('k', 'deactivationUnixSeconds', 5)],
    objects: '1',
    active: '0',
  },
  {
    what: 'a key a moment before the deactivation date that it got',
    entries: [create('k'), dated('k', 'deactivationUnixSeconds', SOON)],
    objects: '1',
    active: '1',
    when: 99.999,
  },
  {
    what: 'a key whose deactivation date was put off',
    entries: [
      create('k', { deactivationUnixSeconds: SOON - 50 }),
      dated('k', 'deactivationUnixSeconds', SOON),
    ],
    objects: '1',
    active: '1',
    when: 99.999,
  },
  {
    what: 'a PreActive key whose activation date is moved to and fro',
    entries: [
      create('k', { activationUnixSeconds: SOON }),
      adjusted('k', 50),
      adjusted('k', -60),
      create('l', { activationUnixSeconds: SOON }),
      adjusted('l', 50),
    ],
    objects: '2',
    active: '1',
    when: 100,
  },
  {
    what: 'a key without a date to move',
    entries: [create('k', preActive), adjusted('k', -60)],
    objects: '1',
    active: '0',
  },
  {
    what: 'a date of an object nobody knows',
    entries: [dated('x', 'activationUnixSeconds', 5)],
    objects: '0',
    active: '0',
  },
  {
    what: 'an activation date without an answer',
    entries: [create('k', preActive), dated('k', 'activationUnixSeconds', 5, lost)],
    objects: '1',
    active: '0 to 1',
  },
  {
    what: 'a deactivation date without an answer',
    entries: [create('k'), dated('k', 'deactivationUnixSeconds', 5, lost)],
    objects: '1',
    active: '0 to 1',
  },
  {
    what: 'a date without an answer, of a key that is revoked anyway',
    entries: [create('k'), revoke('k'), dated('k', 'deactivationUnixSeconds', 5, lost)],
    objects: '1',
    active: '0',
  },
  {
    what: 'a date without an answer, of a key that is destroyed anyway',
    entries: [create('k'), destroy('k'), dated('k', 'deactivationUnixSeconds', 5, lost)],
    objects: '0',
    active: '0',
  },

  { what: 'a Create without an answer', entries: [create('k', lost)], objects: '0 to 1', active: '0 to 1' },
  {
    what: 'a Destroy without an answer',
    entries: [create('k'), destroy('k', lost)],
    objects: '0 to 1',
    active: '0 to 1',
  },
  {
    what: 'a Revoke without an answer',
    entries: [create('k'), revoke('k', lost)],
    objects: '1',
    active: '0 to 1',
  },
  {
    what: 'an Activate without an answer',
    entries: [create('k', preActive), activate('k', lost)],
    objects: '1',
    active: '0 to 1',
  },
  {
    what: 'a Destroy that was answered after one that was not',
    entries: [create('k'), destroy('k', lost), destroy('k')],
    objects: '0',
    active: '0',
  },
  {
    what: 'a lost Revoke after one that was answered',
    entries: [create('k'), revoke('k'), revoke('k', lost)],
    objects: '1',
    active: '0',
  },
  {
    what: 'a lost Destroy after one that was answered',
    entries: [create('k'), destroy('k'), destroy('k', lost)],
    objects: '0',
    active: '0',
  },
  {
    what: 'a lost replacement of a key that is there',
    entries: [create('k'), create('k', lost)],
    objects: '1',
    active: '1',
  },

  {
    what: 'a lost replacement by a key that has expired',
    entries: [create('k'), create('k', { ...lost, deactivationUnixSeconds: 1 })],
    objects: '1',
    active: '0 to 1',
  },
  {
    what: 'a lost Activate of a key that is active',
    entries: [create('k'), activate('k', lost)],
    objects: '1',
    active: '1',
  },

  {
    what: 'a key in the HSM, which is not counted',
    entries: [create('hsm::1::k', { place: 'hsm' })],
    objects: '0',
    active: '0',
  },
  {
    what: 'a key in the HSM, where those count',
    entries: [create('hsm::1::k', { place: 'hsm' })],
    definitions: { hsmObjectsCount: true },
    objects: '1',
    active: '1',
  },
  {
    what: 'a destroyed key, where those stay counted',
    entries: [create('k'), destroy('k')],
    definitions: { destroyedObjectsCount: true },
    objects: '1',
    active: '0',
  },
  {
    what: 'a key whose Destroy was not answered, where destroyed ones stay counted',
    entries: [create('k'), destroy('k', lost)],
    definitions: { destroyedObjectsCount: true },
    objects: '1',
    active: '0 to 1',
  },
  {
    what: 'keys that are not destroyed, where all of those are active',
    entries: [
      create('k', preActive),
      create('l'),
      revoke('l'),
      create('m'),
      destroy('m'),
      create('s', { isKey: false }),
    ],
    definitions: { activeKeys: 'non-destroyed-keys' },
    objects: '3',
    active: '2',
  },
  {
    what: 'active objects, where those that are no keys count as well',
    entries: [
      create('k', preActive),
      create('s', { isKey: false }),
      create('t', { isKey: false }),
      revoke('t'),
    ],
    definitions: { activeKeys: 'active-objects-visible-to-admin', adminUser: 'alice' },
    objects: '3',
    active: '1',
  },
];

for (const { what, entries, objects, active, definitions, when = 60 } of CASES) {
  test(`object counts: ${what}`, () => {
    const prediction = predictAt(oneAfterAnother(entries), settingOf(definitions), when);
    assert.deepEqual(
      [totalIn(prediction, 'kms.objects.total'), totalIn(prediction, 'kms.keys.active.count')],
      [objects, active],
    );
  });
}

test('what the store held at the start is counted, and can be destroyed', () => {
  const { objects } = predictAt(oneAfterAnother([create('k'), create('l')]));
  const restarted = settingOf({}, { initialObjects: objects });
  assert.equal(totalIn(predictAt([], restarted), 'kms.objects.total'), '2');
  const prediction = predictAt([destroy('k')], restarted);
  assert.equal(totalIn(prediction, 'kms.objects.total'), '1');
  assert.equal(totalIn(prediction, 'kms.keys.active.count'), '1');
});

test('a count names every scenario that has an object in it', () => {
  const prediction = predictAt([create('k', { scenario: 'one' }), create('l', { scenario: 'two' })]);
  assert.deepEqual(prediction.instruments.get('kms.objects.total')?.scenarios, new Set(['one', 'two']));
});
