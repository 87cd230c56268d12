import assert from 'node:assert/strict';
import { test } from 'node:test';
import enumerationData from '../tables/enumerations.json' with { type: 'json' };
import { enumerationCode } from '../tables.ts';
import { definesTag, definesValue } from './limits.ts';
import { payloadVersion } from './operation-versions.ts';
import { reasonFor } from './reasons.ts';
import {
  nearestVersion,
  protocolVersion,
  spokenVersion,
  VERSIONS,
  type Version,
  versionText,
} from './version.ts';

test('every spoken version is found by its numbers', () => {
  for (const version of VERSIONS) {
    assert.equal(spokenVersion(protocolVersion(version)), version);
    assert.equal(versionText(protocolVersion(version)), version);
  }
});

const nearest: readonly (readonly [number, number, Version])[] = [
  [3, 0, '2.1'],
  [2, 7, '2.1'],
  [2, -1, '1.4'],
  [1, 9, '1.4'],
  [1, 2, '1.2'],
  [0, 9, '1.0'],
  [-1, 5, '1.0'],
  [2 ** 31 - 1, 0, '2.1'],
];
for (const [major, minor, version] of nearest) {
  test(`${major}.${minor} is answered in ${version}`, () =>
    assert.equal(nearestVersion({ major, minor }), version));
}

/** The first version of a tag, or undefined when none has it. */
const tags: readonly (readonly [string, Version | undefined, string?])[] = [
  ['UniqueIdentifier', '1.0'],
  ['Password', '1.0'],
  ['Fresh', '1.1'],
  ['Data', '1.2'],
  ['LocatedItems', '1.3'],
  ['ServerCorrelationValue', '1.4'],
  ['AuthenticatedEncryptionTag', '1.4'],
  ['Attributes', '2.0'],
  ['RotateInterval', '2.1'],
  ['0x540001', '1.0'],
  ['Nonsense', undefined],
];
for (const [tag, first] of tags) {
  test(`${tag} since ${first}`, () =>
    assert.equal(
      VERSIONS.findLast((version) => definesTag(tag, version)),
      first,
    ));
}

test('2.0 withdrew what it put attributes in place of', () => {
  for (const tag of ['TemplateAttribute', 'AttributeIndex', 'OperationPolicyName']) {
    assert.deepEqual([definesTag(tag, '1.4'), definesTag(tag, '2.0')], [true, false]);
  }
});

test('values of enumerations, extensions, and references to attributes', () => {
  assert.equal(
    definesValue('CryptographicAlgorithm', enumerationCode('CryptographicAlgorithm', 'EC'), '1.1'),
    false,
  );
  assert.equal(
    definesValue('CryptographicAlgorithm', enumerationCode('CryptographicAlgorithm', 'EC'), '1.2'),
    true,
  );
  assert.equal(definesValue('CryptographicAlgorithm', 0x80000001, '1.0'), true);
  assert.equal(definesValue('State', enumerationCode('State', 'DestroyedCompromised'), '1.0'), true);
  assert.equal(definesValue('AttributeReference', 0x42016a, '2.0'), false);
});

const forms: readonly (readonly [string, Version, Version])[] = [
  ['Create', '1.0', '1.0'],
  ['Encrypt', '1.0', '1.2'],
  ['Encrypt', '1.3', '1.3'],
  ['Import', '1.1', '1.4'],
  ['SetAttribute', '1.4', '2.0'],
  ['Ping', '1.0', '2.1'],
  ['0x000000FF', '1.0', '2.1'],
];
for (const [operation, message, form] of forms) {
  test(`${operation} in a message of ${message} has the form of ${form}`, () =>
    assert.equal(payloadVersion(operation, message), form));
}

const reasons: readonly (readonly [string, Version, string])[] = [
  ['ObjectNotFound', '1.4', 'ItemNotFound'],
  ['ObjectNotFound', '2.0', 'ObjectNotFound'],
  ['WrongKeyLifecycleState', '1.2', 'PermissionDenied'],
  ['Sensitive', '1.3', 'PermissionDenied'],
  ['Sensitive', '1.4', 'Sensitive'],
  ['ConstraintViolation', '2.0', 'PermissionDenied'],
  ['GeneralFailure', '1.0', 'GeneralFailure'],
  ['WrappingObjectArchived', '1.0', 'ObjectArchived'],
  ['PKCS_11CodecError', '1.0', 'GeneralFailure'],
];
for (const [reason, version, expected] of reasons) {
  test(`${reason} is ${expected} in ${version}`, () => assert.equal(reasonFor(reason, version), expected));
}

test('every reason ends at one that the version defines', () => {
  for (const reason of Object.keys(enumerationData.ResultReason)) {
    for (const version of VERSIONS) {
      const told = enumerationCode('ResultReason', reasonFor(reason, version));
      assert.ok(definesValue('ResultReason', told, version), `${reason} in ${version}`);
    }
  }
});
