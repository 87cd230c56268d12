import {
  childrenOf,
  maybeDate,
  maybeEnumeration,
  maybeStructure,
  maybeText,
  textOf,
} from '../kmip/fields.ts';
import type { TtlvStructure } from '../kmip/ttlv.ts';
import type { Effect } from '../ledger/entry.ts';
import { isHsmId } from '../ledger/store-rules.ts';
import type { Call } from './calls.ts';

/** What the target was started with, as far as it decides what an operation does. */
export interface Custody {
  /** Identifier of the server's own key-encryption key. */
  readonly keyEncryptionKey: string | undefined;
}

/** What a successful operation did, read from request and answer. */
export function effectsOf(
  { operation, payload }: Call,
  answer: TtlvStructure,
  custody: Custody,
): readonly Effect[] {
  switch (operation) {
    case 'Create':
    case 'Register':
    case 'Import':
      return [
        created(
          textOf(answer, 'UniqueIdentifier'),
          payload,
          maybeEnumeration(payload, 'ObjectType'),
          custody,
        ),
      ];
    case 'CreateKeyPair':
      return [
        created(textOf(answer, 'PrivateKeyUniqueIdentifier'), payload, 'PrivateKey', custody),
        created(textOf(answer, 'PublicKeyUniqueIdentifier'), payload, 'PublicKey', custody),
      ];
    case 'Activate':
      return [{ kind: 'activated', id: textOf(payload, 'UniqueIdentifier') }];
    case 'Revoke':
      return [{ kind: 'revoked', id: textOf(payload, 'UniqueIdentifier') }];
    case 'Destroy':
      return [{ kind: 'destroyed', id: textOf(payload, 'UniqueIdentifier') }];
    default:
      return usesOf({ operation, payload });
  }
}

/** Which key material an operation needs, also when it fails on the data. */
export function usesOf({ operation, payload }: Call): readonly Effect[] {
  const id = maybeText(payload, 'UniqueIdentifier');
  if (id === undefined || !USING.includes(operation)) return [];
  if (!isHsmId(id)) return [{ kind: 'used', id }];
  return isHsmOperation(operation) ? [{ kind: 'hsm', operation }] : [];
}

const USING = ['Get', 'Export', 'Encrypt', 'Decrypt', 'Sign', 'SignatureVerify', 'MAC', 'MACVerify'];

const KEY_TYPES = ['SymmetricKey', 'PrivateKey', 'PublicKey', 'SplitKey'];

function created(id: string, payload: TtlvStructure, type: string | undefined, custody: Custody): Effect {
  const attributes = maybeStructure(payload, 'Attributes') ?? maybeStructure(payload, 'CommonAttributes');
  const inHsm = isHsmId(id);
  return {
    kind: 'created',
    id,
    isKey: KEY_TYPES.includes(type ?? ''),
    activationUnixSeconds: inHsm ? 0 : seconds(attributes, 'ActivationDate'),
    deactivationUnixSeconds: seconds(attributes, 'DeactivationDate'),
    place: inHsm ? 'hsm' : 'store',
    wrappingKeyId: inHsm ? undefined : (namedWrappingKey(attributes) ?? custody.keyEncryptionKey),
  };
}

function seconds(attributes: TtlvStructure | undefined, tag: string): number | undefined {
  const date = attributes === undefined ? undefined : maybeDate(attributes, tag);
  return date === undefined ? undefined : Number(date);
}

/** The vendor attribute by which a request names its wrapping key. */
function namedWrappingKey(attributes: TtlvStructure | undefined): string | undefined {
  const vendor = attributes === undefined ? [] : childrenOf(attributes, 'Attribute');
  for (const attribute of vendor) {
    if (attribute.type === 'Structure' && maybeText(attribute, 'AttributeName') === 'wrapping_key_id') {
      return maybeText(attribute, 'AttributeValue');
    }
  }
  return undefined;
}

const isHsmOperation = (operation: string): operation is 'Encrypt' | 'Decrypt' | 'Sign' =>
  ['Encrypt', 'Decrypt', 'Sign'].includes(operation);
