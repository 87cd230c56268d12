import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maybeBoolean, maybeChild, maybeDate, maybeInterval, structureOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, dateTime, integer, interval, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { openEngine, START } from './engine.fixture.ts';
import { active, attributesOf, named, newAesKey, uid } from './requests.fixture.ts';

const reference = (tag: string): Ttlv => enumeration('AttributeReference', tag);
const adjustment = (type: string): Ttlv => enumeration('AdjustmentType', type);
const own = (...items: readonly Ttlv[]): readonly Ttlv[] => [
  text('VendorIdentification', 'acme'),
  text('AttributeName', 'count'),
  ...items,
];

test('numbers go up and down by the given amount or by one, and change their sign; truths turn over', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, [
    active,
    interval('ProtectionPeriod', 10),
    boolean('QuantumSafe', true),
    dateTime('DeactivationDate', START + 50n),
    structure('Attribute', ...own(integer('AttributeValue', 3))),
  ]);
  const adjust = (...items: readonly Ttlv[]) => engine.run('AdjustAttribute', [uid(id), ...items]);
  await adjust(reference('ProtectionPeriod'), adjustment('Increment'));
  await adjust(reference('ProtectionPeriod'), adjustment('Decrement'), interval('AdjustmentValue', 4));
  await adjust(reference('QuantumSafe'), adjustment('Negate'));
  await adjust(reference('DeactivationDate'), adjustment('Increment'), interval('AdjustmentValue', 9));
  await adjust(structure('AttributeReference', ...own()), adjustment('Negate'));
  const found = await attributesOf(engine, id);
  assert.equal(maybeInterval(found, 'ProtectionPeriod'), 7);
  assert.equal(maybeBoolean(found, 'QuantumSafe'), false);
  assert.equal(maybeDate(found, 'DeactivationDate'), START + 59n);
  assert.deepEqual(
    maybeChild(structureOf(found, 'Attribute'), 'AttributeValue'),
    integer('AttributeValue', -3),
  );
});

const refused: readonly (readonly [string, readonly Ttlv[], string])[] = [
  ['nothing named', [adjustment('Increment')], 'InvalidMessage'],
  ['an attribute that is not there', [reference('Comment'), adjustment('Increment')], 'AttributeNotFound'],
  ['one of several', [reference('Name'), adjustment('Increment')], 'MultiValuedAttribute'],
  ['what is no number', [reference('ContactInformation'), adjustment('Increment')], 'InvalidDataType'],
  ['what only the server writes', [reference('InitialDate'), adjustment('Increment')], 'AttributeReadOnly'],
  ['what is settled', [reference('CryptographicLength'), adjustment('Increment')], 'AttributeReadOnly'],
  [
    'an amount that is a text',
    [reference('ProtectionPeriod'), adjustment('Increment'), text('AdjustmentValue', '1')],
    'InvalidDataType',
  ],
  [
    'below the range of the type',
    [reference('ProtectionPeriod'), adjustment('Decrement'), interval('AdjustmentValue', 11)],
    'NumericRange',
  ],
  ['a truth that counts', [reference('QuantumSafe'), adjustment('Increment')], 'InvalidDataType'],
  [
    'dates in the wrong order',
    [reference('DeactivationDate'), adjustment('Decrement'), integer('AdjustmentValue', 90)],
    'InvalidField',
  ],
];

for (const [title, items, reason] of refused) {
  test(`not adjusted: ${title}`, async () => {
    using engine = openEngine();
    const id = await newAesKey(engine, [
      active,
      named('a'),
      named('b'),
      text('ContactInformation', 'c'),
      interval('ProtectionPeriod', 10),
      boolean('QuantumSafe', true),
      dateTime('DeactivationDate', START + 50n),
    ]);
    const before = await attributesOf(engine, id);
    await assert.rejects(engine.run('AdjustAttribute', [uid(id), ...items]), { reason });
    assert.deepEqual(await attributesOf(engine, id), before);
  });
}
