import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childrenOf, maybeBoolean, maybeText, structuresOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, bytes, dateTime, integer, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { type Engine, openEngine, START } from './engine.fixture.ts';
import {
  active,
  algorithm,
  attributesOf,
  bits,
  named,
  newAesKey,
  revocation,
  stateOf,
  uid,
  usage,
  wrappedBy,
} from './requests.fixture.ts';

const to = (attribute: Ttlv): Ttlv => structure('NewAttribute', attribute);
const from = (attribute: Ttlv): Ttlv => structure('CurrentAttribute', attribute);
const reference = (tag: string): Ttlv => enumeration('AttributeReference', tag);
const group = (name: string): Ttlv => text('ObjectGroup', name);
const vendor = (name: string, value: Ttlv, identification = 'x'): Ttlv =>
  structure('Attribute', text('VendorIdentification', identification), text('AttributeName', name), {
    ...value,
    tag: 'AttributeValue',
  });

const index = (value: number): Ttlv => integer('AttributeIndex', value);

const values = async (engine: Engine, id: string, tag: string): Promise<readonly unknown[]> =>
  childrenOf(await attributesOf(engine, id), tag).map(({ value }) => value);

test('an attribute is added, modified, set and deleted', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  const answer = await engine.run('AddAttribute', [uid(id), to(text('Description', 'first'))]);
  assert.deepEqual(answer.value, [uid(id), to(text('Description', 'first')), index(0)]);
  assert.deepEqual(await values(engine, id, 'Description'), ['first']);
  await engine.run('ModifyAttribute', [uid(id), to(text('Description', 'second'))]);
  assert.deepEqual(await values(engine, id, 'Description'), ['second']);
  await engine.run('SetAttribute', [uid(id), to(text('Description', 'third'))]);
  await engine.run('SetAttribute', [uid(id), to(text('Comment', 'set where there was none'))]);
  assert.deepEqual(await values(engine, id, 'Description'), ['third']);
  await engine.run('DeleteAttribute', [uid(id), reference('Description')]);
  assert.deepEqual(await values(engine, id, 'Description'), []);
  assert.equal((await values(engine, id, 'Comment')).length, 1);
});

test('1.x tells instances apart by their index, and hears which one it was', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  for (const name of ['a', 'b']) await engine.run('AddAttribute', [uid(id), to(group(name))]);
  const { value: told } = await engine.run('AddAttribute', [uid(id), to(group('c'))]);
  assert.deepEqual(told, [uid(id), to(group('c')), index(2)]);
  await engine.run('ModifyAttribute', [uid(id), to(group('B')), index(1)]);
  assert.deepEqual(await values(engine, id, 'ObjectGroup'), ['a', 'B', 'c']);
  const gone = await engine.run('DeleteAttribute', [uid(id), reference('ObjectGroup'), index(0)]);
  assert.deepEqual(gone.value, [uid(id), from(group('a'))]);
  for (const operation of ['ModifyAttribute', 'DeleteAttribute']) {
    const beyond = engine.run(operation, [uid(id), to(group('x')), reference('ObjectGroup'), index(2)]);
    await assert.rejects(beyond, { reason: 'AttributeInstanceNotFound' });
  }
});

test('of several instances the request names the one it means', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  for (const name of ['a', 'b', 'c']) await engine.run('AddAttribute', [uid(id), to(group(name))]);
  await engine.run('ModifyAttribute', [uid(id), from(group('b')), to(group('B'))]);
  await engine.run('DeleteAttribute', [uid(id), from(group('a'))]);
  assert.deepEqual(await values(engine, id, 'ObjectGroup'), ['B', 'c']);
  const unclear = engine.run('ModifyAttribute', [uid(id), to(group('d'))]);
  await assert.rejects(unclear, { reason: 'MultiValuedAttribute' });
  await assert.rejects(engine.run('SetAttribute', [uid(id), to(group('d'))]), {
    reason: 'MultiValuedAttribute',
  });
  await engine.run('DeleteAttribute', [uid(id), reference('ObjectGroup')]);
  assert.deepEqual(await values(engine, id, 'ObjectGroup'), []);
});

test('a changed name is found by Locate, the old one is not', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, [named('before')]);
  const locate = async (name: string) =>
    childrenOf(await engine.run('Locate', [structure('Attributes', named(name))]), 'UniqueIdentifier').length;
  await engine.run('ModifyAttribute', [uid(id), to(named('after'))]);
  assert.deepEqual([await locate('before'), await locate('after')], [0, 1]);
  await engine.run('AddAttribute', [uid(id), to(named('second'))]);
  const twice = engine.run('AddAttribute', [uid(id), to(named('after'))]);
  await assert.rejects(twice, { reason: 'NonUniqueNameAttribute' });
  await engine.run('DeleteAttribute', [uid(id), from(structure('Name', text('NameValue', 'after')))]);
  assert.deepEqual([await locate('after'), await locate('second')], [0, 1]);
});

test('vendor attributes are told apart by vendor and name', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  await engine.run('SetAttribute', [uid(id), to(vendor('colour', text('', 'red')))]);
  await engine.run('SetAttribute', [uid(id), to(vendor('size', integer('', 3)))]);
  await engine.run('SetAttribute', [uid(id), to(vendor('colour', text('', 'blue')))]);
  const found = structuresOf(await attributesOf(engine, id), 'Attribute');
  assert.deepEqual(found.map((item) => maybeText(item, 'AttributeName')).toSorted(), ['colour', 'size']);
  const ofColour = structure(
    'AttributeReference',
    text('VendorIdentification', 'x'),
    text('AttributeName', 'colour'),
  );
  const list = await engine.run('GetAttributeList', [uid(id)]);
  assert.deepEqual(list.value.filter(({ type }) => type === 'Structure')[0], ofColour);
  await engine.run('DeleteAttribute', [uid(id), ofColour]);
  assert.equal(structuresOf(await attributesOf(engine, id), 'Attribute').length, 1);
});

test('Get Attribute List names each attribute once, in every state', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, [active, group('a'), group('b')]);
  const { value: list } = await engine.run('GetAttributeList', [uid(id)]);
  const shown = await attributesOf(engine, id);
  assert.equal(list.length - 1, new Set(shown.value.map(({ tag }) => tag)).size);
});

test('once sensitive no more, an object was not always sensitive; extractable likewise', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, [boolean('Sensitive', true), boolean('Extractable', false)]);
  const latches = async () => {
    const shown = await attributesOf(engine, id);
    return ['AlwaysSensitive', 'NeverExtractable'].map((tag) => maybeBoolean(shown, tag));
  };
  assert.deepEqual(await latches(), [true, true]);
  for (const value of [false, true]) {
    await engine.run('ModifyAttribute', [uid(id), to(boolean('Sensitive', value))]);
    await engine.run('SetAttribute', [uid(id), to(boolean('Extractable', !value))]);
    assert.deepEqual(await latches(), [false, false]);
  }
  await assert.rejects(engine.run('Get', [uid(id)]), { reason: 'Sensitive' });
});

test('dates move the state, and stand still once they are reached', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, []);
  const set = (tag: string, at: bigint) => engine.run('SetAttribute', [uid(id), to(dateTime(tag, at))]);
  await set('ActivationDate', START + 10n);
  assert.equal(await stateOf(engine, id), 'PreActive');
  await assert.rejects(set('ProcessStartDate', START + 5n), { reason: 'InvalidField' });
  await set('ActivationDate', START);
  assert.equal(await stateOf(engine, id), 'Active');
  assert.deepEqual(engine.store.counts(START), { objects: 1, activeKeys: 1 });
  await assert.rejects(set('ActivationDate', START), { reason: 'WrongKeyLifecycleState' });
  await set('ProtectStopDate', START + 1n);
  await set('DeactivationDate', START + 20n);
  engine.clock.nowUnixSeconds += 2n;
  await assert.rejects(set('ProtectStopDate', START + 15n), { reason: 'WrongKeyLifecycleState' });
  await set('DeactivationDate', START + 2n);
  assert.equal(await stateOf(engine, id), 'Deactivated');
  await assert.rejects(set('DeactivationDate', START + 90n), { reason: 'WrongKeyLifecycleState' });
});

test('an object that is destroyed keeps its attributes, and takes new ones but for dates', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  await engine.run('Revoke', [uid(id), revocation('Unspecified')]);
  await engine.run('Destroy', [uid(id)]);
  await engine.run('AddAttribute', [uid(id), to(text('Comment', 'gone'))]);
  assert.deepEqual(engine.store.counts(START), { objects: 0, activeKeys: 0 });
});

const digest = structure('Digest', bytes('DigestValue', new Uint8Array(32)));
const settled: readonly Ttlv[] = [
  uid('mine'),
  enumeration('State', 'Compromised'),
  enumeration('ObjectType', 'PrivateKey'),
  algorithm('RSA'),
  bits(64),
  dateTime('InitialDate', 0n),
  dateTime('OriginalCreationDate', 0n),
  dateTime('LastChangeDate', 0n),
  boolean('AlwaysSensitive', true),
  boolean('NeverExtractable', true),
  boolean('Fresh', false),
  digest,
  usage('Sign'),
  vendor('secret', text('', 'x'), 'y'),
];

for (const attribute of settled) {
  test(`${attribute.tag} is not for clients to change`, async () => {
    using engine = openEngine();
    const id = await newAesKey(engine);
    const before = engine.store.retrieve(id);
    const refused = async (operation: string, item: Ttlv, reasons: readonly string[]) =>
      assert.rejects(engine.run(operation, [uid(id), item]), ({ reason }: { reason: string }) =>
        reasons.includes(reason),
      );
    await refused('AddAttribute', to(attribute), ['ReadOnlyAttribute', 'AttributeSingleValued']);
    await refused('SetAttribute', to(attribute), ['ReadOnlyAttribute']);
    await refused('ModifyAttribute', to(attribute), ['AttributeReadOnly']);
    await refused('DeleteAttribute', from(attribute), ['AttributeReadOnly']);
    if (attribute.tag !== 'Attribute') {
      await refused('DeleteAttribute', reference(attribute.tag), ['AttributeReadOnly']);
    }
    assert.deepEqual(engine.store.retrieve(id), before);
  });
}

const refusals: readonly (readonly [string, string, readonly Ttlv[], string])[] = [
  ['a second value of one', 'AddAttribute', [to(text('Comment', 'x'))], 'AttributeSingleValued'],
  ['one of another type', 'AddAttribute', [to(integer('Description', 1))], 'InvalidAttributeValue'],
  ['one that nobody keeps', 'SetAttribute', [to(text('Username', 'x'))], 'UnsupportedAttribute'],
  ['no attribute', 'AddAttribute', [], 'InvalidMessage'],
  ['two attributes', 'AddAttribute', [structure('NewAttribute', group('a'), group('b'))], 'InvalidMessage'],
  ['one that is not there', 'ModifyAttribute', [to(text('Description', 'x'))], 'AttributeNotFound'],
  [
    'another value than there is',
    'ModifyAttribute',
    [from(text('Comment', 'y')), to(text('Comment', 'x'))],
    'AttributeInstanceNotFound',
  ],
  ['two of a kind', 'ModifyAttribute', [from(group('a')), to(text('Comment', 'x'))], 'InvalidField'],
  ['what is not there', 'DeleteAttribute', [reference('Description')], 'AttributeNotFound'],
  ['a value that is not there', 'DeleteAttribute', [from(text('Comment', 'y'))], 'AttributeInstanceNotFound'],
  ['nothing', 'DeleteAttribute', [], 'InvalidMessage'],
  ['a date', 'DeleteAttribute', [reference('ActivationDate')], 'AttributeReadOnly'],
  ['a name without value', 'AddAttribute', [to(structure('Name'))], 'InvalidField'],
];

for (const [name, operation, items, reason] of refusals) {
  test(`${operation} refuses ${name}: ${reason}`, async () => {
    using engine = openEngine();
    const id = await newAesKey(engine, [active, text('Comment', 'x'), wrappedBy(await newAesKey(engine))]);
    const before = engine.store.retrieve(id);
    await assert.rejects(engine.run(operation, [uid(id), ...items]), { reason });
    assert.deepEqual(engine.store.retrieve(id), before);
  });
}

test('the key that seals an object cannot be changed by attribute', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, [active, wrappedBy(await newAesKey(engine))]);
  await assert.rejects(engine.run('SetAttribute', [uid(id), to(wrappedBy('other'))]), {
    reason: 'ReadOnlyAttribute',
  });
  await assert.rejects(engine.run('DeleteAttribute', [uid(id), from(wrappedBy('other'))]), {
    reason: 'AttributeReadOnly',
  });
});
