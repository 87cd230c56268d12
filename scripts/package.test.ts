import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import packageData from '../package.json' with { type: 'json' };

const read = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8');

test('every dependency has an exact version', () => {
  const { dependencies, optionalDependencies, devDependencies } = packageData;
  for (const [name, version] of Object.entries({
    ...dependencies,
    ...optionalDependencies,
    ...devDependencies,
  }))
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
});

test('the lock file names no registry: whoever installs uses the own one', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved"/);
  assert.doesNotMatch(read('.npmrc'), /^(.*:)?registry=|_auth/m);
});

test('the reference KMS has the version of the package: reports name it', () => {
  assert.match(read('targets/reference.toml'), new RegExp(`^version = "${packageData.version}"$`, 'm'));
});
