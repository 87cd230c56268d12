import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grant, oneAfterAnother, predictAt, settingOf, totalIn, ungrant } from './entries.fixture.ts';
import type { Entry } from './entry.ts';

const lost = { lost: true } as const;

const CASES: readonly {
  readonly what: string;
  readonly entries: readonly Entry[];
  readonly counting: string;
  readonly notCounting: string;
}[] = [
  { what: 'a grant', entries: [grant('bob', ['get', 'encrypt'])], counting: '2', notCounting: '2' },
  {
    what: 'the same grant again',
    entries: [grant('bob', ['get']), grant('bob', ['get', 'encrypt'])],
    counting: '3',
    notCounting: '2',
  },
  {
    what: 'an operation named twice',
    entries: [grant('bob', ['get', 'get'])],
    counting: '2',
    notCounting: '1',
  },
  {
    what: 'the same to another user',
    entries: [grant('bob', ['get']), grant('carol', ['get'])],
    counting: '2',
    notCounting: '2',
  },
  {
    what: 'the same after it was taken away',
    entries: [grant('bob', ['get']), ungrant('bob', ['get']), grant('bob', ['get'])],
    counting: '2',
    notCounting: '2',
  },
  { what: 'a revocation', entries: [ungrant('bob', ['get'])], counting: '0', notCounting: '0' },
  {
    what: 'the same after a grant without an answer',
    entries: [grant('bob', ['get'], lost), grant('bob', ['get'])],
    counting: '1 to 2',
    notCounting: '0 to 2',
  },
  {
    what: 'the same after a revocation without an answer',
    entries: [grant('bob', ['get']), ungrant('bob', ['get'], lost), grant('bob', ['get'])],
    counting: '2',
    notCounting: '1 to 2',
  },
];

for (const { what, entries, counting, notCounting } of CASES) {
  test(`permissions granted: ${what}`, () => {
    const inOrder = oneAfterAnother(entries);
    for (const name of ['kms.permissions.granted.total', 'kms.permissions.granted.per_user.total']) {
      assert.equal(totalIn(predictAt(inOrder), name), counting);
      assert.equal(totalIn(predictAt(inOrder, settingOf({ regrantCounts: false })), name), notCounting);
    }
  });
}
