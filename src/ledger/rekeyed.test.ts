import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bare,
  create,
  created,
  does,
  oneAfterAnother,
  op,
  predictAt,
  rekeyed,
  settingOf,
  splitIn,
  T0,
  totalIn,
} from './entries.fixture.ts';
import type { Effect, Entry } from './entry.ts';

/** An entry that comes after another one is answered 1.01 seconds after the beginning: its date is this. */
const SECOND = 1;
const unix = (seconds: number): number => T0 / 1000 + seconds;

const preActive = { activationUnixSeconds: undefined };
const reKey = (more: Parameters<typeof rekeyed>[1] = {}, how = {}): Entry =>
  does('ReKey', rekeyed('new', { replaces: 'k', ...more }), how);
const pair = (...effects: readonly Effect[]): Entry => bare('alice', op('CreateKeyPair', { effects }));
const reKeyPair: Entry = bare(
  'alice',
  op('ReKeyKeyPair', {
    effects: [
      rekeyed('p2', { replaces: 'p', half: 'private', publicKeyId: 'q2' }),
      rekeyed('q2', { replaces: 'p', half: 'public' }),
    ],
  }),
);

interface Case {
  readonly what: string;
  readonly entries: readonly Entry[];
  readonly objects?: string;
  readonly active: string;
  /** Seconds after the beginning at which the counts are taken. */
  readonly when?: number;
}

const CASES: readonly Case[] = [
  { what: 'beside an active key', entries: [create('k'), reKey()], active: '2' },
  {
    what: 'beside a key that was activated',
    entries: [create('k', preActive), does('Activate', { kind: 'activated', id: 'k' }), reKey()],
    active: '2',
  },
  { what: 'of a PreActive key', entries: [create('k', preActive), reKey()], active: '0' },
  {
    what: 'of a key with an end, before it',
    entries: [create('k', { deactivationUnixSeconds: unix(30) }), reKey()],
    active: '2',
    when: 29.999,
  },
  {
    what: 'of a key with an end, at it',
    entries: [create('k', { deactivationUnixSeconds: unix(30) }), reKey()],
    active: '0',
    when: 30,
  },
  {
    what: 'with an offset, before it has passed',
    entries: [create('k'), reKey({ offsetSeconds: 20 })],
    active: '1',
    when: SECOND + 19.999,
  },
  {
    what: 'with an offset, after it',
    entries: [create('k'), reKey({ offsetSeconds: 20 })],
    active: '2',
    when: SECOND + 20.001,
  },
  {
    what: 'with an offset lives as long as the old key was to live',
    entries: [
      create('k', { activationUnixSeconds: unix(-50), deactivationUnixSeconds: unix(50) }),
      reKey({ offsetSeconds: 0 }),
    ],
    active: '1',
    when: SECOND + 99.999,
  },
  {
    what: 'with an offset ends when it has lived as long',
    entries: [
      create('k', { activationUnixSeconds: unix(-50), deactivationUnixSeconds: unix(50) }),
      reKey({ offsetSeconds: 0 }),
    ],
    active: '0',
    when: SECOND + 100.001,
  },
  {
    what: 'with dates of its own',
    entries: [create('k'), reKey({ activationUnixSeconds: unix(30) })],
    active: '1',
    when: 29,
  },
  {
    what: 'of which nobody knows the old key',
    entries: [reKey()],
    objects: '1',
    active: '0 to 1',
  },
  {
    what: 'without an answer',
    entries: [create('k'), reKey({}, { lost: true })],
    objects: '1 to 2',
    active: '1 to 2',
  },
  {
    what: 'of both halves',
    entries: [pair(created('p', { publicKeyId: 'q' }), created('q')), reKeyPair],
    objects: '4',
    active: '4',
  },
  {
    what: 'of halves whose dates differ',
    entries: [pair(created('p', { publicKeyId: 'q' }), created('q', preActive)), reKeyPair],
    objects: '4',
    active: '2',
  },
  {
    what: 'of halves that were replacements themselves',
    entries: [
      pair(created('p', { publicKeyId: 'q' }), created('q', preActive)),
      reKeyPair,
      does('ReKeyKeyPair', rekeyed('q3', { replaces: 'p2', half: 'public' })),
    ],
    objects: '5',
    active: '2',
  },
  {
    what: 'of a revoked half, whose end depends on the reason of the Revoke',
    entries: [
      pair(created('p', { publicKeyId: 'q' }), created('q')),
      does('Revoke', { kind: 'revoked', id: 'q' }),
      reKeyPair,
    ],
    objects: '4',
    active: '2 to 3',
  },
];

for (const { what, entries, objects = '2', active, when = 60 } of CASES) {
  test(`a replacement ${what}`, () => {
    const prediction = predictAt(oneAfterAnother(entries), settingOf(), when);
    assert.deepEqual(
      [totalIn(prediction, 'kms.objects.total'), totalIn(prediction, 'kms.keys.active.count')],
      [objects, active],
    );
  });
}

const HSM = 'kms.hsm.operations.total';
const KEK = 'hsm::1::kek';
const WRAP = 'hsm_model=softhsm2, operation=Wrap';

test('a replacement is wrapped by what wraps the old key, or by the key that the request names', () => {
  const like = predictAt(oneAfterAnother([create('k', { wrappingKeyId: KEK }), reKey()]));
  assert.equal(splitIn(like, HSM)[WRAP], '2');
  assert.equal(like.objects.get('new')?.wrappingKeyId, KEK);
  const named = predictAt(oneAfterAnother([create('k'), reKey({ wrappingKeyId: KEK })]));
  assert.equal(splitIn(named, HSM)[WRAP], '1');
});

test('a replacement costs the database, and the use of it what the use of any object costs', () => {
  const entries = [
    create('k', { wrappingKeyId: 'w' }),
    reKey(),
    does('Encrypt', { kind: 'used', id: 'new' }),
    does('Encrypt', { kind: 'used', id: 'new' }),
  ];
  const prediction = predictAt(oneAfterAnother(entries));
  assert.equal(totalIn(prediction, 'kms.database.operations.total'), 'at least 2');
  assert.equal(totalIn(prediction, 'kms.cache.operations.total'), '3');
});
