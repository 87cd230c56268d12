import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editResources } from '../../../faults/wire/edit.ts';
import { loadProfile } from '../../contract/profiles.ts';
import type { ResourceMetrics } from '../../otlp/model.ts';
import { soundRecord, under } from '../record.fixture.ts';
import { sentences, stateOf } from '../rulings.fixture.ts';

const record = soundRecord();
const cosmian = loadProfile('cosmian-5.26');

const resource = (attributes: Readonly<Record<string, string>>) =>
  editResources((one: ResourceMetrics) => ({
    ...one,
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
  }));

const scoped = (name: string) =>
  editResources((one) => ({ ...one, scopeMetrics: one.scopeMetrics.map((scope) => ({ ...scope, name })) }));

const COSMIAN = {
  'service.name': 'cosmian_kms',
  'service.version': '5.26.0',
  'telemetry.sdk.name': 'opentelemetry',
  'telemetry.sdk.language': 'rust',
  'telemetry.sdk.version': '0.32.1',
};

test('by the document any scope and any service name will do', () => {
  for (const check of ['origin/scope', 'origin/resource', 'origin/further-attributes'])
    assert.equal(stateOf(check, record), 'passed');
});

test('a scope without a name is told', () => {
  assert.deepEqual(sentences('origin/scope', scoped('')(record)), [
    'the instrumentation scope must have a name, but is ""',
  ]);
});

test('a profile may name the scope', () => {
  assert.deepEqual(sentences('origin/scope', under(cosmian, record)), [
    'the instrumentation scope must be "cosmian_kms", but is "kms"',
  ]);
  assert.deepEqual(sentences('origin/scope', under(cosmian, scoped('cosmian_kms')(record))), []);
});

test('every resource attribute of the profile is there and says what it must', () => {
  assert.deepEqual(sentences('origin/resource', under(cosmian, resource(COSMIAN)(record))), []);
  const { 'service.version': _, ...unversioned } = COSMIAN;
  assert.deepEqual(
    sentences(
      'origin/resource',
      under(cosmian, resource({ ...unversioned, 'telemetry.sdk.name': 'x' })(record)),
    ),
    [
      'the resource attribute service.version must be given, but is absent',
      'the resource attribute telemetry.sdk.name must be opentelemetry, but is "x"',
    ],
  );
  assert.deepEqual(
    sentences('origin/resource', under(cosmian, resource({ ...COSMIAN, 'service.version': '' })(record))),
    ['the resource attribute service.version must be given, but is ""'],
  );
});

test('releases before 5.24 say nothing of their SDK', () => {
  const old = loadProfile('cosmian-5.17');
  assert.deepEqual(sentences('origin/further-attributes', under(old, resource(COSMIAN)(record))), [
    'the resource carries telemetry.sdk.name as well',
    'the resource carries telemetry.sdk.language as well',
    'the resource carries telemetry.sdk.version as well',
  ]);
});

test('an attribute that no profile knows is told once, whatever the family of known ones', () => {
  const more = resource({ 'service.name': 'kms', 'service.instance.id': '1', 'host.name': 'a' })(record);
  assert.deepEqual(sentences('origin/further-attributes', more), ['the resource carries host.name as well']);
});
