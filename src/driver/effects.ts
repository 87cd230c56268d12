import {
  childrenOf,
  maybeChild,
  maybeDate,
  maybeEnumeration,
  maybeInterval,
  maybeStructure,
  maybeText,
  textOf,
} from '../kmip/fields.ts';
import type { TtlvStructure } from '../kmip/ttlv.ts';
import type { Effect } from '../ledger/entry.ts';
import { isHsmId } from '../ledger/store-rules.ts';
import type { Call } from './calls.ts';
import { usesOf } from './uses.ts';

/** What the target was started with, as far as it decides what an operation does. */
export interface Custody {
  /** Identifier of the server's own key-encryption key. */
  readonly keyEncryptionKey: string | undefined;
}

/** What a successful operation did, read from request and answer. */
export const effectsOf = (call: Call, answer: TtlvStructure, custody: Custody): readonly Effect[] => [
  ...usesOf(call),
  ...(CHANGES[call.operation]?.(call.payload, answer, custody) ?? []),
];

type Change = (payload: TtlvStructure, answer: TtlvStructure, custody: Custody) => readonly Effect[];

const made: Change = (payload, answer, custody) => [
  {
    ...created(textOf(answer, 'UniqueIdentifier'), [maybeStructure(payload, 'Attributes')], custody),
    isKey: KEY_TYPES.includes(maybeEnumeration(payload, 'ObjectType') ?? ''),
  },
];

const pairMade: Change = (payload, answer, custody) => {
  const { privateKey, publicKey } = halvesOf(payload, answer);
  return [
    { ...created(privateKey.id, privateKey.attributes, custody), publicKeyId: publicKey.id },
    created(publicKey.id, publicKey.attributes, custody),
  ];
};

const keyReplaced: Change = (payload, answer) => [
  {
    ...rekeyed(textOf(answer, 'UniqueIdentifier'), payload, [maybeStructure(payload, 'Attributes')]),
    replaces: textOf(payload, 'UniqueIdentifier'),
  },
];

const pairReplaced: Change = (payload, answer) => {
  const { privateKey, publicKey } = halvesOf(payload, answer);
  const replaces = textOf(payload, 'PrivateKeyUniqueIdentifier');
  return [
    {
      ...rekeyed(privateKey.id, payload, privateKey.attributes),
      replaces,
      half: 'private',
      publicKeyId: publicKey.id,
    },
    { ...rekeyed(publicKey.id, payload, publicKey.attributes), replaces, half: 'public' },
  ];
};

const DATES = [
  ['ActivationDate', 'activationUnixSeconds'],
  ['DeactivationDate', 'deactivationUnixSeconds'],
] as const;

/** There is no counterpart: no client may delete a date (KMIP 2.1, Activation Date, Deactivation Date). */
const attributeSet: Change = (payload) =>
  DATES.flatMap(([tag, date]) => {
    const unixSeconds = secondsIn([maybeStructure(payload, 'NewAttribute')], tag);
    const id = textOf(payload, 'UniqueIdentifier');
    return unixSeconds === undefined ? [] : [{ kind: 'dated', id, date, unixSeconds }];
  });

/** Adjustment Type (KMIP 2.1): so many times the value that it was, and so many times the amount. */
const ADJUSTMENTS: Readonly<Record<string, readonly [times: 1 | -1, amounts: number]>> = {
  Increment: [1, 1],
  Decrement: [1, -1],
  Negate: [-1, 0],
};

const attributeAdjusted: Change = (payload) =>
  DATES.flatMap(([tag, date]) => {
    const adjustment = ADJUSTMENTS[maybeEnumeration(payload, 'AdjustmentType') ?? ''];
    if (adjustment === undefined || maybeEnumeration(payload, 'AttributeReference') !== tag) return [];
    const [times, amounts] = adjustment;
    const id = textOf(payload, 'UniqueIdentifier');
    return [{ kind: 'adjusted', id, date, times, plusSeconds: amounts * amountIn(payload) }];
  });

const amountIn = (payload: TtlvStructure): number => {
  const { value } = maybeChild(payload, 'AdjustmentValue') ?? { value: 1 };
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
};

const stateChanged =
  (kind: 'activated' | 'revoked' | 'destroyed'): Change =>
  (payload) => [{ kind, id: textOf(payload, 'UniqueIdentifier') }];

/** What an operation does to the objects that the target keeps, by the operation's name; others do nothing. */
const CHANGES: Readonly<Record<string, Change>> = {
  Create: made,
  Register: made,
  Import: made,
  DeriveKey: made,
  CreateKeyPair: pairMade,
  ReKey: keyReplaced,
  ReKeyKeyPair: pairReplaced,
  AddAttribute: attributeSet,
  ModifyAttribute: attributeSet,
  SetAttribute: attributeSet,
  AdjustAttribute: attributeAdjusted,
  Activate: stateChanged('activated'),
  Revoke: stateChanged('revoked'),
  Destroy: stateChanged('destroyed'),
};

const KEY_TYPES = ['SymmetricKey', 'PrivateKey', 'PublicKey', 'SplitKey'];

/** Attributes as a request gives them in several places: what the first place says goes before the others. */
type Given = readonly (TtlvStructure | undefined)[];

function halvesOf(payload: TtlvStructure, answer: TtlvStructure) {
  const common = maybeStructure(payload, 'CommonAttributes');
  const half = (name: 'PrivateKey' | 'PublicKey') => ({
    id: textOf(answer, `${name}UniqueIdentifier`),
    attributes: [maybeStructure(payload, `${name}Attributes`), common],
  });
  return { privateKey: half('PrivateKey'), publicKey: half('PublicKey') };
}

function created(id: string, given: Given, { keyEncryptionKey }: Custody) {
  const inHsm = isHsmId(id);
  const dates = datesIn(given);
  return {
    kind: 'created',
    id,
    isKey: true,
    ...(inHsm ? { ...dates, activationUnixSeconds: 0 } : dates),
    place: inHsm ? 'hsm' : 'store',
    wrappingKeyId: inHsm ? undefined : (wrappingKeyIn(given) ?? keyEncryptionKey),
  } as const;
}

const rekeyed = (id: string, payload: TtlvStructure, given: Given) =>
  ({
    kind: 'rekeyed',
    id,
    offsetSeconds: maybeInterval(payload, 'Offset'),
    ...datesIn(given),
    wrappingKeyId: wrappingKeyIn(given),
  }) as const;

const datesIn = (given: Given) => ({
  activationUnixSeconds: secondsIn(given, 'ActivationDate'),
  deactivationUnixSeconds: secondsIn(given, 'DeactivationDate'),
});

function secondsIn(given: Given, tag: string): number | undefined {
  const [date] = given.flatMap((attributes) => (attributes && maybeDate(attributes, tag)) ?? []);
  return date === undefined ? undefined : Number(date);
}

/** The vendor attribute by which a request names its wrapping key. */
function wrappingKeyIn(given: Given): string | undefined {
  const vendor = given.flatMap((attributes) => (attributes ? childrenOf(attributes, 'Attribute') : []));
  for (const attribute of vendor) {
    if (attribute.type === 'Structure' && maybeText(attribute, 'AttributeName') === 'wrapping_key_id') {
      return maybeText(attribute, 'AttributeValue');
    }
  }
  return undefined;
}
