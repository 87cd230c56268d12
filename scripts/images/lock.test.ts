import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closure, type Lock, lockOf } from './lock.ts';

const LOCK: Lock = {
  lockfileVersion: 3,
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0', dependencies: { b: '^2.0.0' } },
    'node_modules/b': { version: '1.0.0' },
    'node_modules/a/node_modules/b': { version: '2.0.0', dependencies: { c: '*' } },
    'node_modules/c': { version: '3.0.0', optionalDependencies: { 'not-here': '*' } },
    'node_modules/unused': { version: '1.0.0' },
  },
};

test('a package needs the nearest of a name, and what that needs', () => {
  assert.deepEqual(closure(LOCK, ['a']), [
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/c',
  ]);
});

test('a package that must be there and is not is an error', () => {
  assert.throws(() => closure(LOCK, ['d']), /package-lock.json holds no d/);
});

test('packages that need each other are found once', () => {
  const lock: Lock = {
    lockfileVersion: 3,
    packages: {
      'node_modules/x': { dependencies: { y: '*' } },
      'node_modules/y': { peerDependencies: { x: '*' } },
    },
  };
  assert.deepEqual(closure(lock, ['y']), ['node_modules/x', 'node_modules/y']);
});

test('the lock file of a part keeps its pins and nothing else', () => {
  const root = { name: 'part', dependencies: { b: '1.0.0' } };
  assert.deepEqual(lockOf(LOCK, root, ['node_modules/b']), {
    lockfileVersion: 3,
    requires: true,
    packages: { '': root, 'node_modules/b': { version: '1.0.0' } },
  });
});
