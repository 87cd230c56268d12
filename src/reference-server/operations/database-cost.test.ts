import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { integer, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { type Engine, openEngine } from './engine.fixture.ts';
import {
  active,
  aesRequest,
  algorithm,
  attributes,
  bits,
  broughtKey,
  data,
  named,
  parameters,
  uid,
  usage,
  utf8,
} from './requests.fixture.ts';

const operations: readonly (readonly [string, (id: string) => readonly Ttlv[]])[] = [
  ['Create', () => aesRequest()],
  ['CreateKeyPair', () => [structure('CommonAttributes', enumeration('CryptographicAlgorithm', 'Ed25519'))]],
  ['Get', (id) => [uid(id)]],
  ['GetAttributes', (id) => [uid(id)]],
  ['Encrypt', (id) => [uid(id), data(utf8('x'))]],
  ['GetAttributeList', (id) => [uid(id)]],
  ['Check', (id) => [uid(id), usage('Encrypt')]],
  ['SetAttribute', (id) => [uid(id), structure('NewAttribute', text('Comment', 'x'))]],
  ['ReKey', (id) => [uid(id)]],
  [
    'DeriveKey',
    (id) => [
      enumeration('ObjectType', 'SymmetricKey'),
      uid(id),
      enumeration('DerivationMethod', 'HKDF'),
      structure('DerivationParameters'),
      attributes(algorithm('AES'), bits(256)),
    ],
  ],
  ['RNGRetrieve', () => [integer('DataLength', 8)]],
  ['Locate', () => [attributes(named('no such name'))]],
  ['Hash', () => [parameters(enumeration('HashingAlgorithm', 'SHA_256')), data(utf8('x'))]],
];

/** An AES key that is good for every operation of the table. */
const newBase = async (engine: Engine): Promise<string> => {
  const request = [
    enumeration('ObjectType', 'SymmetricKey'),
    attributes(algorithm('AES'), active, usage('Encrypt', 'DeriveKey')),
  ];
  return textOf(await engine.run('Create', request), 'UniqueIdentifier');
};

const KEK = 'kek';
const FIVE = 5;

async function costs(
  engine: Engine,
  operation: string,
  items: readonly Ttlv[],
): Promise<readonly string[][]> {
  const seen: string[][] = [];
  for (let round = 0; round < FIVE; round += 1) {
    engine.databaseFacts.length = 0;
    await engine.run(operation, items);
    seen.push([...engine.databaseFacts]);
  }
  return seen;
}

for (const [operation, items] of operations) {
  test(`${operation}: equal operations cost equal database operations, with a key-encryption key too`, async () => {
    using plain = openEngine();
    using sealed = openEngine({ keyEncryptionKey: KEK });
    await sealed.run('Import', [
      uid(KEK),
      ...broughtKey(new Uint8Array(32), 'AES', usage('WrapKey', 'UnwrapKey')),
    ]);
    for (const engine of [plain, sealed]) {
      const request = items(await newBase(engine));
      await engine.run(operation, request);
      const [first, ...others] = await costs(engine, operation, request);
      for (const other of others) assert.deepEqual(other, first);
    }
  });
}
