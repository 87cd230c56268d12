import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bare,
  create,
  created,
  grant,
  op,
  predictAt,
  settingOf,
  totalIn,
  ungrant,
} from './entries.fixture.ts';
import type { Entry } from './entry.ts';

const KEYS = 'kms.keys.active.count';

/** Alice makes "k"; whom does the count see? */
const seenBy = (adminUser: string, ...entries: readonly Entry[]): string =>
  totalIn(
    predictAt(
      [create('k', { sent: 1 }), ...entries],
      settingOf({ activeKeys: 'active-objects-visible-to-admin', adminUser, hsmObjectsCount: true }),
    ),
    KEYS,
  );

test('the admin sees what it made', () => {
  assert.equal(seenBy('alice'), '1');
  assert.equal(seenBy('bob'), '0');
});

test('the admin sees what it was granted, until that is revoked', () => {
  assert.equal(seenBy('bob', grant('bob', ['get'], { sent: 2 })), '1');
  assert.equal(seenBy('bob', grant('*', ['get'], { sent: 2 })), '1');
  assert.equal(seenBy('bob', grant('carol', ['get'], { sent: 2 })), '0');
  assert.equal(seenBy('bob', grant('bob', ['get'], { sent: 2 }), ungrant('bob', ['get'], { sent: 3 })), '0');
});

test('a grant without an answer may have been given', () => {
  assert.equal(seenBy('bob', grant('bob', ['get'], { sent: 2, lost: true })), '0 to 1');
});

test('what is in the HSM is seen, whoever made it', () => {
  const inHsm = bare('alice', op('Create', { effects: [created('hsm::1::x', { place: 'hsm' })] }), {
    sent: 2,
  });
  assert.equal(seenBy('bob', inHsm), '1');
});

test('after a restart grants of before are not known: perhaps it sees the object', () => {
  const { objects } = predictAt([create('k', { sent: 1 })]);
  const after = (adminUser: string) =>
    totalIn(
      predictAt(
        [],
        settingOf({ activeKeys: 'active-objects-visible-to-admin', adminUser }, { initialObjects: objects }),
      ),
      KEYS,
    );
  assert.equal(after('alice'), '1');
  assert.equal(after('bob'), '0 to 1');
});
