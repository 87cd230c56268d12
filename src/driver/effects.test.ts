import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, dateTime, structure, type TtlvStructure, text } from '../kmip/ttlv.ts';
import type { Effect } from '../ledger/entry.ts';
import * as calls from './calls.ts';
import { effectsOf } from './effects.ts';

const clear = { keyEncryptionKey: undefined };
const wrapping = { keyEncryptionKey: 'hsm::1::kek' };
const named = (id: string) => structure('CreateResponse', text('UniqueIdentifier', id));
const nothing = structure('Response');
const halves = (privateKey: string, publicKey: string): TtlvStructure =>
  structure(
    'CreateKeyPairResponse',
    text('PrivateKeyUniqueIdentifier', privateKey),
    text('PublicKeyUniqueIdentifier', publicKey),
  );

const data = new Uint8Array(1);
const activation = (unixSeconds: number) => dateTime('ActivationDate', BigInt(unixSeconds));
/** What Get answers of an object that is wrapped. */
const handedOut = (wrappingKey: string): TtlvStructure =>
  structure(
    'GetResponse',
    structure(
      'SymmetricKey',
      structure(
        'KeyBlock',
        bytes('KeyValue', data),
        structure(
          'KeyWrappingData',
          structure('EncryptionKeyInformation', text('UniqueIdentifier', wrappingKey)),
        ),
      ),
    ),
  );

const used = (id: string): Effect => ({ kind: 'used', id });
const rekeyed = (more: Partial<Extract<Effect, { readonly kind: 'rekeyed' }>> = {}): Effect => ({
  kind: 'rekeyed',
  id: 'k',
  replaces: 'o',
  offsetSeconds: undefined,
  activationUnixSeconds: undefined,
  deactivationUnixSeconds: undefined,
  wrappingKeyId: undefined,
  ...more,
});

const created = (more: Partial<Extract<Effect, { readonly kind: 'created' }>> = {}): Effect => ({
  kind: 'created',
  id: 'k',
  isKey: true,
  activationUnixSeconds: undefined,
  deactivationUnixSeconds: undefined,
  place: 'store',
  wrappingKeyId: undefined,
  ...more,
});

const create = (object: calls.NewObject = {}) => calls.createKey('AES', 256, calls.USAGE.encrypt, object);

const CASES: readonly (readonly [string, readonly Effect[], readonly Effect[]])[] = [
  ['a PreActive key', effectsOf(create(), named('k'), clear), [created()]],
  [
    'a key with dates',
    effectsOf(create({ activation: 5, deactivation: 9 }), named('k'), clear),
    [created({ activationUnixSeconds: 5, deactivationUnixSeconds: 9 })],
  ],
  [
    'a key that names its wrapping key',
    effectsOf(create({ wrappingKeyId: 'w' }), named('k'), clear),
    [created({ wrappingKeyId: 'w' })],
  ],
  [
    'a key of a server with a key-encryption key',
    effectsOf(create(), named('k'), wrapping),
    [created({ wrappingKeyId: 'hsm::1::kek' })],
  ],
  [
    'a named wrapping key goes before the server’s own',
    effectsOf(create({ wrappingKeyId: 'w' }), named('k'), wrapping),
    [created({ wrappingKeyId: 'w' })],
  ],
  [
    'a key in the HSM is active at once and wrapped by nothing',
    effectsOf(create({ id: 'hsm::1::k' }), named('hsm::1::k'), wrapping),
    [created({ id: 'hsm::1::k', place: 'hsm', activationUnixSeconds: 0 })],
  ],
  [
    'a secret is no key',
    effectsOf(calls.registerSecret(new Uint8Array(1), {}), named('k'), clear),
    [created({ isKey: false })],
  ],
  [
    'an imported key',
    effectsOf(calls.importKey('k', new Uint8Array(32), false, { activation: 5 }), named('k'), clear),
    [created({ activationUnixSeconds: 5 })],
  ],
  [
    'a pair is two keys',
    effectsOf(calls.createKeyPair('P-256', { activation: 5 }), halves('p', 'q'), clear),
    [
      created({ id: 'p', publicKeyId: 'q', activationUnixSeconds: 5 }),
      created({ id: 'q', activationUnixSeconds: 5 }),
    ],
  ],
  [
    'halves with a date of their own beside the common one',
    effectsOf(
      calls.call(
        'CreateKeyPair',
        structure('CommonAttributes', activation(5)),
        structure('PublicKeyAttributes', activation(7)),
      ),
      halves('p', 'q'),
      clear,
    ),
    [
      created({ id: 'p', publicKeyId: 'q', activationUnixSeconds: 5 }),
      created({ id: 'q', activationUnixSeconds: 7 }),
    ],
  ],
  [
    'a key derived from another',
    effectsOf(
      calls.deriveKey('b', 'SymmetricKey', data, { activation: 5, wrappingKeyId: 'w' }),
      named('k'),
      clear,
    ),
    [used('b'), created({ activationUnixSeconds: 5, wrappingKeyId: 'w' })],
  ],
  [
    'a derived key of a server with a key-encryption key',
    effectsOf(calls.deriveKey('b', 'SymmetricKey', data, {}), named('k'), wrapping),
    [used('b'), created({ wrappingKeyId: 'hsm::1::kek' })],
  ],
  [
    'a secret derived from a key is no key',
    effectsOf(calls.deriveKey('b', 'SecretData', data, {}), named('k'), clear),
    [used('b'), created({ isKey: false })],
  ],
  ['a key in the place of another', effectsOf(calls.reKey('o', {}), named('k'), wrapping), [rekeyed()]],
  [
    'a key in the place of another that is to be different',
    effectsOf(
      calls.reKey('o', { offset: 0, activation: 5, deactivation: 9, wrappingKeyId: 'w' }),
      named('k'),
      clear,
    ),
    [
      rekeyed({
        offsetSeconds: 0,
        activationUnixSeconds: 5,
        deactivationUnixSeconds: 9,
        wrappingKeyId: 'w',
      }),
    ],
  ],
  [
    'a pair in the place of another',
    effectsOf(calls.reKeyKeyPair('o', { offset: 3 }), halves('p', 'q'), clear),
    [
      rekeyed({ id: 'p', half: 'private', publicKeyId: 'q', offsetSeconds: 3 }),
      rekeyed({ id: 'q', half: 'public', offsetSeconds: 3 }),
    ],
  ],
  ...(['AddAttribute', 'ModifyAttribute', 'SetAttribute'] as const).flatMap((operation) => [
    [
      `${operation} of an activation date`,
      effectsOf(calls.withAttribute(operation, 'k', activation(5)), nothing, clear),
      [{ kind: 'dated', id: 'k', date: 'activationUnixSeconds', unixSeconds: 5 }],
    ] as const,
    [
      `${operation} of a deactivation date`,
      effectsOf(calls.withAttribute(operation, 'k', dateTime('DeactivationDate', 9n)), nothing, clear),
      [{ kind: 'dated', id: 'k', date: 'deactivationUnixSeconds', unixSeconds: 9 }],
    ] as const,
    [
      `${operation} of anything else`,
      effectsOf(calls.withAttribute(operation, 'k', text('Comment', 'c')), nothing, clear),
      [],
    ] as const,
  ]),
  ...(
    [
      ['Increment', 1, 7],
      ['Decrement', 1, -7],
      ['Negate', -1, 0],
    ] as const
  ).map(
    ([type, times, plusSeconds]) =>
      [
        `AdjustAttribute of a date: ${type}`,
        effectsOf(calls.adjustAttribute('k', 'DeactivationDate', type, 7), nothing, clear),
        [{ kind: 'adjusted', id: 'k', date: 'deactivationUnixSeconds', times, plusSeconds: plusSeconds + 0 }],
      ] as const,
  ),
  [
    'AdjustAttribute of anything else',
    effectsOf(calls.adjustAttribute('k', 'ProtectionPeriod', 'Increment', 7), nothing, clear),
    [],
  ],
  ['DeleteAttribute', effectsOf(calls.withoutAttribute('k', activation(5)), nothing, clear), []],
  [
    'a key brought wrapped uses the key that unwraps it',
    effectsOf(calls.importWrapped('k', handedOut('w'), {}), named('k'), clear),
    [used('w'), created()],
  ],
  [
    'a key brought wrapped and kept so uses nothing',
    effectsOf(calls.registerWrapped(handedOut('w'), {}), named('k'), clear),
    [created()],
  ],
  ['Activate', effectsOf(calls.onObject('Activate', 'k'), nothing, clear), [{ kind: 'activated', id: 'k' }]],
  ['Revoke', effectsOf(calls.revoke('k'), nothing, clear), [{ kind: 'revoked', id: 'k' }]],
  ['Destroy', effectsOf(calls.onObject('Destroy', 'k'), nothing, clear), [{ kind: 'destroyed', id: 'k' }]],
  ['Hash', effectsOf(calls.hash(new Uint8Array(1)), nothing, clear), []],
  ['Query', effectsOf(calls.query(), nothing, clear), []],
];

for (const [what, effects, expected] of CASES) {
  test(`effects: ${what}`, () => assert.deepEqual(effects, expected));
}
