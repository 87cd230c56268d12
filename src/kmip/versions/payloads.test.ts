import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { enumeration } from '../tables.ts';
import {
  boolean,
  bytes,
  dateTime,
  integer,
  interval,
  longInteger,
  structure,
  type Ttlv,
  text,
} from '../ttlv.ts';
import { readPayload, writePayload } from './payloads.ts';
import type { Version } from './version.ts';

const request = (...items: readonly Ttlv[]) => structure('RequestPayload', ...items);
const old = (name: string, value: Ttlv, index?: number): Ttlv =>
  structure(
    'Attribute',
    text('AttributeName', name),
    ...(index === undefined ? [] : [integer('AttributeIndex', index)]),
    { ...value, tag: 'AttributeValue' },
  );
const vendor = (identification: string, name: string, value: Ttlv): Ttlv =>
  structure('Attribute', text('VendorIdentification', identification), text('AttributeName', name), {
    ...value,
    tag: 'AttributeValue',
  });
const uid = text('UniqueIdentifier', 'k');
const aes = enumeration('CryptographicAlgorithm', 'AES');
const mask = integer('CryptographicUsageMask', 12);
const name = structure('Name', text('NameValue', 'n'), enumeration('NameType', 'UninterpretedTextString'));
const gcm = structure('CryptographicParameters', enumeration('BlockCipherMode', 'GCM'));
const data = (...octets: readonly number[]): Ttlv => bytes('Data', Uint8Array.from(octets));
const filled = (tag: string, length: number, octet: number): Ttlv =>
  bytes(tag, new Uint8Array(length).fill(octet));
const reference = (tag: string): Ttlv => enumeration('AttributeReference', tag);

describe('requests of 1.x in the form of 2.x', () => {
  const cases: readonly (readonly [string, string, readonly Ttlv[], readonly Ttlv[], Version?])[] = [
    [
      'attributes with names',
      'Create',
      [
        enumeration('ObjectType', 'SymmetricKey'),
        structure(
          'TemplateAttribute',
          old('Cryptographic Algorithm', aes),
          old('cryptographic usage mask', mask, 0),
        ),
      ],
      [enumeration('ObjectType', 'SymmetricKey'), structure('Attributes', aes, mask)],
    ],
    [
      'custom attributes, and a policy that is passed over',
      'Create',
      [
        structure(
          'TemplateAttribute',
          old('x-Colour', text('AttributeValue', 'red')),
          old('Operation Policy Name', text('AttributeValue', 'default')),
        ),
      ],
      [structure('Attributes', vendor('x', 'Colour', text('AttributeValue', 'red')))],
    ],
    [
      'attributes of a pair',
      'CreateKeyPair',
      [
        structure('CommonTemplateAttribute', old('Cryptographic Algorithm', aes)),
        structure('PrivateKeyTemplateAttribute', old('Name', name)),
        structure('PublicKeyTemplateAttribute'),
      ],
      [
        structure('CommonAttributes', aes),
        structure('PrivateKeyAttributes', name),
        structure('PublicKeyAttributes'),
      ],
    ],
    [
      'filters by themselves and in a template, as FortiOS sends them',
      'Locate',
      [
        integer('MaximumItems', 1),
        old('Name', structure('Name', text('NameValue', 'n'))),
        structure('TemplateAttribute', old('Cryptographic Algorithm', aes)),
      ],
      [integer('MaximumItems', 1), structure('Attributes', aes, structure('Name', text('NameValue', 'n')))],
    ],
    ['a Locate of everything', 'Locate', [], []],
    [
      'names of attributes, known and not',
      'GetAttributes',
      [
        uid,
        ...['State', 'X.509 Certificate Subject', 'y-Made', 'Nonsense'].map((tag) =>
          text('AttributeName', tag),
        ),
      ],
      [
        uid,
        reference('State'),
        reference('X509CertificateSubject'),
        ...[
          ['y', 'Made'],
          ['', 'Nonsense'],
        ].map(([identification = '', rest = '']) =>
          structure(
            'AttributeReference',
            text('VendorIdentification', identification),
            text('AttributeName', rest),
          ),
        ),
      ],
    ],
    ['a new attribute', 'AddAttribute', [uid, old('Name', name)], [uid, structure('NewAttribute', name)]],
    [
      'a changed attribute, the first when nothing is said',
      'ModifyAttribute',
      [uid, old('Name', name)],
      [uid, structure('NewAttribute', name), integer('AttributeIndex', 0)],
    ],
    [
      'a deleted attribute',
      'DeleteAttribute',
      [uid, text('AttributeName', 'Name'), integer('AttributeIndex', 2)],
      [uid, reference('Name'), integer('AttributeIndex', 2)],
    ],
    [
      'attributes inside a key, and a key format of old',
      'Register',
      [
        structure(
          'PrivateKey',
          structure(
            'KeyBlock',
            enumeration('KeyFormatType', 'TransparentECDHPrivateKey'),
            structure('KeyValue', structure('KeyMaterial'), old('Cryptographic Algorithm', aes)),
          ),
        ),
      ],
      [
        structure(
          'PrivateKey',
          structure(
            'KeyBlock',
            enumeration('KeyFormatType', 'TransparentECPrivateKey'),
            structure('KeyValue', structure('KeyMaterial'), structure('Attributes', aes)),
          ),
        ),
      ],
    ],
    [
      'what is in the form of 2.x already',
      'Create',
      [structure('Attributes', aes, vendor('acme', 'colour', text('AttributeValue', 'red')))],
      [structure('Attributes', aes, vendor('acme', 'colour', text('AttributeValue', 'red')))],
    ],
    [
      'a tag at the end of the data, if the mode of the key has one',
      'Decrypt',
      [uid, data(7)],
      [uid, data(7), boolean('AuthenticatedEncryptionTag', true)],
    ],
    [
      'a tag of its own field, which 1.2 does not have',
      'Decrypt',
      [uid, gcm, data(1), filled('AuthenticatedEncryptionTag', 16, 7)],
      [uid, gcm, data(1), filled('AuthenticatedEncryptionTag', 16, 7)],
    ],
    [
      'data of 1.4, which has a field for the tag',
      'Decrypt',
      [uid, gcm, filled('Data', 17, 7)],
      [uid, gcm, filled('Data', 17, 7)],
      '1.4',
    ],
    [
      'an operation that came with 2.0',
      'SetAttribute',
      [uid, structure('NewAttribute', name)],
      [uid, structure('NewAttribute', name)],
    ],
  ];
  for (const [title, operation, before, after, version = '1.2'] of cases) {
    test(title, () =>
      assert.deepEqual(readPayload(operation, request(...before), version), request(...after)),
    );
  }

  const refused: readonly (readonly [string, Ttlv, string])[] = [
    ['a name that 1.x has not', old('Nonsense', aes), 'UnsupportedAttribute'],
    ['a name that is a tag, but no attribute', old('Data', aes), 'UnsupportedAttribute'],
    ['no value', structure('Attribute', text('AttributeName', 'Name')), 'InvalidMessage'],
    ['no name', structure('Attribute', aes), 'InvalidMessage'],
    ['a template', name, 'FeatureNotSupported'],
  ];
  for (const [title, item, reason] of refused) {
    test(`refused: ${title}`, () => {
      const payload = request(structure('TemplateAttribute', item));
      assert.throws(() => readPayload('Create', payload, '1.4'), { reason });
    });
  }

  test('refused: a name twice', () => {
    const payload = request(uid, text('AttributeName', 'State'), text('AttributeName', 'State'));
    assert.throws(() => readPayload('GetAttributes', payload, '1.1'), { reason: 'InvalidMessage' });
  });

  test('2.x is left as it is', () => {
    const payload = request(structure('TemplateAttribute', old('Nonsense', aes)));
    assert.equal(readPayload('Create', payload, '2.0'), payload);
  });
});

const attributes = structure(
  'Attributes',
  uid,
  structure('Name', enumeration('NameType', 'URI'), text('NameValue', 'n')),
  name,
  integer('CryptographicUsageMask', 0x20000c),
  boolean('Sensitive', true),
  boolean('Fresh', true),
  interval('LeaseTime', 60),
  dateTime('OriginalCreationDate', 1n),
  enumeration('ProtectionLevel', 'High'),
  structure('Link', enumeration('LinkType', 'WrappingKeyLink'), text('LinkedObjectIdentifier', 'w')),
  vendor('x', 'Colour', text('AttributeValue', 'red')),
  vendor('acme', 'colour', text('AttributeValue', 'red')),
  vendor('x', 'Moment', { tag: 'AttributeValue', type: 'DateTimeExtended', value: 1n }),
);
const asked = request(reference('Name'));
const uri = structure('Name', text('NameValue', 'n'), enumeration('NameType', 'URI'));

describe('answers in the form of their version', () => {
  const cases: readonly (readonly [
    string,
    string,
    readonly Ttlv[],
    Partial<Record<Version, readonly Ttlv[]>>,
  ])[] = [
    [
      'attributes',
      'GetAttributes',
      [attributes, uid],
      {
        '1.0': [
          uid,
          old('Unique Identifier', uid),
          old('Name', uri),
          old('Name', name, 1),
          old('Cryptographic Usage Mask', mask),
          old('Lease Time', interval('LeaseTime', 60)),
          old('x-Colour', text('AttributeValue', 'red')),
        ],
        '1.4': [
          uid,
          old('Unique Identifier', uid),
          old('Name', uri),
          old('Name', name, 1),
          old('Cryptographic Usage Mask', mask),
          old('Sensitive', boolean('Sensitive', true)),
          old('Fresh', boolean('Fresh', true)),
          old('Lease Time', interval('LeaseTime', 60)),
          old('Original Creation Date', dateTime('OriginalCreationDate', 1n)),
          old('x-Colour', text('AttributeValue', 'red')),
        ],
        '2.1': [uid, { ...attributes, value: attributes.value.with(1, uri) }],
      },
    ],
    [
      'names of attributes',
      'GetAttributeList',
      [
        uid,
        reference('Fresh'),
        reference('ProtectionLevel'),
        reference('RotateInterval'),
        reference('State'),
      ],
      {
        '1.0': [uid, text('AttributeName', 'State')],
        '1.1': [uid, text('AttributeName', 'Fresh'), text('AttributeName', 'State')],
        '2.0': [uid, reference('Fresh'), reference('ProtectionLevel'), reference('State')],
      },
    ],
    [
      'an added attribute',
      'AddAttribute',
      [uid, structure('NewAttribute', name), integer('AttributeIndex', 2)],
      { '1.0': [uid, old('Name', name, 2)], '2.0': [uid] },
    ],
    [
      'a deleted attribute',
      'DeleteAttribute',
      [uid, structure('CurrentAttribute', name)],
      { '1.4': [uid, old('Name', name)], '2.1': [uid] },
    ],
    [
      'an authentication tag',
      'Encrypt',
      [uid, data(1), filled('AuthenticatedEncryptionTag', 2, 9), bytes('IVCounterNonce', Uint8Array.of(5))],
      {
        '1.0': [uid, data(1, 9, 9), bytes('IVCounterNonce', Uint8Array.of(5))],
        '1.3': [uid, data(1, 9, 9), bytes('IVCounterNonce', Uint8Array.of(5))],
        '1.4': [
          uid,
          data(1),
          bytes('IVCounterNonce', Uint8Array.of(5)),
          filled('AuthenticatedEncryptionTag', 2, 9),
        ],
      },
    ],
    [
      'found objects',
      'Locate',
      [uid, integer('LocatedItems', 1)],
      { '1.2': [uid], '1.3': [integer('LocatedItems', 1), uid] },
    ],
    [
      'operations that exist',
      'Query',
      [
        ...['Create', 'DiscoverVersions', 'Encrypt', 'Import', 'SetAttribute', 'Ping'].map((operation) =>
          enumeration('Operation', operation),
        ),
        text('VendorIdentification', 'v'),
        structure('ServerInformation', text('ServerName', 's')),
      ],
      {
        '1.0': [enumeration('Operation', 'Create'), text('VendorIdentification', 'v')],
        '1.4': [
          ...['Create', 'DiscoverVersions', 'Encrypt', 'Import'].map((operation) =>
            enumeration('Operation', operation),
          ),
          text('VendorIdentification', 'v'),
        ],
        '2.0': [
          ...['Create', 'DiscoverVersions', 'Encrypt', 'Import', 'SetAttribute'].map((operation) =>
            enumeration('Operation', operation),
          ),
          text('VendorIdentification', 'v'),
          structure('ServerInformation', text('ServerName', 's')),
        ],
      },
    ],
    [
      'fields that the operation does not have',
      'Register',
      [enumeration('ObjectType', 'SymmetricKey'), uid, text('Nonsense', ''), text('0x540001', 'ours')],
      { '1.0': [uid, text('0x540001', 'ours')] },
    ],
    [
      'an elliptic key',
      'Get',
      [
        enumeration('ObjectType', 'PublicKey'),
        uid,
        structure(
          'PublicKey',
          structure(
            'KeyBlock',
            integer('CryptographicLength', 256),
            enumeration('CryptographicAlgorithm', 'EC'),
            enumeration('KeyFormatType', 'TransparentECPublicKey'),
            structure('KeyValue', structure('Attributes', aes), structure('KeyMaterial')),
          ),
        ),
      ],
      {
        '1.0': [
          enumeration('ObjectType', 'PublicKey'),
          uid,
          structure(
            'PublicKey',
            structure(
              'KeyBlock',
              enumeration('KeyFormatType', 'TransparentECDSAPublicKey'),
              structure('KeyValue', structure('KeyMaterial'), old('Cryptographic Algorithm', aes)),
              integer('CryptographicLength', 256),
            ),
          ),
        ],
      },
    ],
    [
      'usage limits in their order',
      'GetAttributes',
      [
        uid,
        structure(
          'Attributes',
          structure(
            'UsageLimits',
            enumeration('UsageLimitsUnit', 'Byte'),
            longInteger('UsageLimitsTotal', 5n),
          ),
        ),
      ],
      {
        '1.2': [
          uid,
          old(
            'Usage Limits',
            structure(
              'UsageLimits',
              longInteger('UsageLimitsTotal', 5n),
              enumeration('UsageLimitsUnit', 'Byte'),
            ),
          ),
        ],
      },
    ],
  ];
  for (const [title, operation, answer, expected] of cases) {
    for (const [version, fields] of Object.entries(expected)) {
      test(`${title} in ${version}`, () =>
        assert.deepEqual(writePayload(operation, asked, answer, version as Version), fields));
    }
  }

  test('the index of a first instance is told to those who named it', () => {
    const told = (operation: string, holder: string, payload: readonly Ttlv[]) =>
      writePayload(operation, request(...payload), [uid, structure(holder, name)], '1.2');
    const indexed = structure('Attribute', text('AttributeName', 'Name'), integer('AttributeIndex', 0), {
      ...name,
      tag: 'AttributeValue',
    });
    assert.deepEqual(told('ModifyAttribute', 'NewAttribute', [uid, indexed]), [uid, indexed]);
    assert.deepEqual(told('ModifyAttribute', 'NewAttribute', [uid, old('Name', name)]), [
      uid,
      old('Name', name),
    ]);
    assert.deepEqual(
      told('DeleteAttribute', 'CurrentAttribute', [
        text('AttributeName', 'Name'),
        integer('AttributeIndex', 0),
      ]),
      [uid, indexed],
    );
  });

  test('a key whose format the version cannot name is not handed out', () => {
    const key = structure('PrivateKey', structure('KeyBlock', enumeration('KeyFormatType', 'PKCS_12')));
    assert.throws(() => writePayload('Get', request(), [uid, key], '1.3'), {
      reason: 'KeyFormatTypeNotSupported',
    });
    assert.equal(writePayload('Get', request(), [uid, key], '1.4').length, 2);
  });

  test('a client that asks for all attributes gets those that it can read', () => {
    const answer = [uid, structure('Attributes', text('ShortUniqueIdentifier', 's'), name)];
    const shown = (payload: Ttlv[], version: Version) =>
      writePayload('GetAttributes', request(...payload), answer, version);
    assert.deepEqual(shown([], '2.0'), [uid, structure('Attributes', name)]);
    assert.deepEqual(shown([], '2.1'), answer);
    assert.deepEqual(shown([reference('ShortUniqueIdentifier')], '2.0'), answer);
  });
});
