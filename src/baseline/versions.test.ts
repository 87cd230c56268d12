import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsFor, parseVersions } from './versions.ts';

for (const [condition, version, holds] of [
  ['>=5.17 <5.26', '5.17.0', true],
  ['>=5.17 <5.26', '5.25.9', true],
  ['>=5.17 <5.26', '5.26.0', false],
  ['>=5.17 <5.26', '5.9', false],
  ['=5.26', '5.26.0', true],
  ['=5.26', 'v5.26.0-rc.1', true],
  ['<=5.26', '5.26.1', false],
  ['>5', '5.0.1', true],
  ['>v5.0', 'KMS 5.1.0', true],
  ['>=1', 'unknown', false],
] as const) {
  test(`${condition} ${holds ? 'holds' : 'does not hold'} for ${version}`, () => {
    assert.equal(holdsFor(parseVersions(condition) ?? [], version), holds);
  });
}

for (const text of ['', '5.26', '>= 5.26', '^5.26', '>=5.26,<6', '>=5.x', '>=5 || <3']) {
  test(`${JSON.stringify(text)} is no condition`, () => {
    assert.equal(parseVersions(text), undefined);
  });
}
