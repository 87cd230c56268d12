import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingIn, refused } from './limits.ts';

const limits = {
  operations: new Set(['Create', 'Get', 'Revoke', 'Destroy', 'GetAttributes']),
  objects: 5,
  namePrefix: 'suite-',
  requestsPerSecond: 10,
};
const scenario = (
  name: string,
  operations: readonly string[],
  objects: number,
  tags: readonly string[] = [],
) => ({
  ...{ name, location: '', tags, checks: [] },
  needs: { users: [], operations, objects },
});

test('what is not declared, what is intrusive and what does not fit any more is refused, each with its reason', () => {
  const all = [
    scenario('a', ['Create'], 3),
    scenario('b', ['Create', 'Encrypt'], 1),
    scenario('c', ['Create'], 3),
    scenario('d', ['Create', 'Get'], 2),
    scenario('e', ['Get'], 0, ['@intrusive']),
    scenario('f', ['Create'], 1),
  ];
  assert.deepEqual(
    [...refused(all, limits)].map(([{ name }, reason]) => `${name} ${reason}`),
    [
      'b refused in production: Encrypt is not declared',
      'c refused in production: it makes 3 objects, and 2 of 5 are left',
      'e refused in production: it sends what no client would',
      'f refused in production: it makes 1 objects, and 0 of 5 are left',
    ],
  );
});

test('limits under which nothing could be taken away again are no limits', () => {
  assert.equal(missingIn(limits), undefined);
  assert.match(
    missingIn({ ...limits, operations: new Set(['Create', 'Destroy']) }) ?? '',
    /lacks Revoke, GetAttributes/,
  );
  assert.match(
    missingIn({ ...limits, operations: new Set([...limits.operations, 'Archive']) }) ?? '',
    /lacks Recover/,
    'what is archived cannot be destroyed',
  );
});
