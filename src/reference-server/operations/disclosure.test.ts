import assert from 'node:assert/strict';
import { test } from 'node:test';
import { structureOf, textOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, integer, structure, text } from '../../kmip/ttlv.ts';
import { openEngine } from './engine.fixture.ts';
import { active, newAesKey, uid } from './requests.fixture.ts';

test('Get obeys Sensitive and Extractable, and never ignores a wish for wrapping', async () => {
  using engine = openEngine();
  const sensitive = await newAesKey(engine, [boolean('Sensitive', true)]);
  const inside = await newAesKey(engine, [boolean('Extractable', false)]);
  const plain = await newAesKey(engine);
  await assert.rejects(engine.run('Get', [uid(sensitive)]), { reason: 'Sensitive' });
  await assert.rejects(engine.run('Export', [uid(inside)]), { reason: 'NotExtractable' });
  await assert.rejects(engine.run('Get', [uid(plain), structure('KeyWrappingSpecification')]), {
    reason: 'FeatureNotSupported',
  });
});

test('GetAttributes shows all attributes, or those that are asked for', async () => {
  using engine = openEngine();
  const vendor = structure(
    'Attribute',
    text('VendorIdentification', 'acme'),
    text('AttributeName', 'shelf'),
    integer('AttributeValue', 7),
  );
  const id = await newAesKey(engine, [active, vendor]);
  const asked = await engine.run('GetAttributes', [
    uid(id),
    enumeration('AttributeReference', 'State'),
    structure('AttributeReference', text('VendorIdentification', 'acme'), text('AttributeName', 'shelf')),
  ]);
  assert.deepEqual(structureOf(asked, 'Attributes').value, [vendor, enumeration('State', 'Active')]);
  const none = await engine.run('GetAttributes', [uid(id), enumeration('AttributeReference', 'Comment')]);
  assert.deepEqual(structureOf(none, 'Attributes').value, []);
});

const NEEDS_OBJECT = ['Get', 'Export', 'GetAttributes', 'Activate', 'Destroy'];
for (const operation of NEEDS_OBJECT) {
  test(`${operation}: an unknown identifier is ObjectNotFound, none at all InvalidMessage, the placeholder works`, async () => {
    using engine = openEngine();
    await assert.rejects(engine.run(operation, [uid('nowhere')]), { reason: 'ObjectNotFound' });
    await assert.rejects(engine.run(operation, []), { reason: 'InvalidMessage', message: /place holder/ });
    await assert.rejects(engine.run(operation, [uid('')]), { reason: 'InvalidField' });
    await assert.rejects(engine.run(operation, [uid('a'), uid('b')]), { reason: 'InvalidMessage' });
    const id = await newAesKey(engine, []);
    const answer = await engine.run(operation, [], undefined, id);
    assert.equal(textOf(answer, 'UniqueIdentifier'), id);
    using another = openEngine();
    const placeholder = enumeration('UniqueIdentifier', 'IDPlaceholder');
    await another.run(operation, [placeholder], undefined, await newAesKey(another, []));
  });
}
