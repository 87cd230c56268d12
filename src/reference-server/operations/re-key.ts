import { randomUUID } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { enumerationOf, maybeInteger, maybeInterval, maybeStructure } from '../../kmip/fields.ts';
import { structure, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { newSecret, symmetricBits } from '../crypto/generate.ts';
import { stateInForce } from '../lifecycle.ts';
import { attributesOfContent } from '../objects/describe-key.ts';
import { clientAttributes } from '../objects/given-attributes.ts';
import { keyObject, rawMaterial } from '../objects/key-block.ts';
import { link } from '../objects/links.ts';
import { SERVER_RANDOM } from '../objects/managed-object.ts';
import { protectionStorage } from '../objects/protection-storage.ts';
import { replacedBy, takenOver } from '../objects/replacement.ts';
import type { State, StoredObject } from '../store/store.ts';
import { refuseOutsideStore } from './hsm/hsm-refusal.ts';
import { prepare } from './new-object.ts';
import type { Operation, OperationContext } from './operation.ts';
import { identifierOf, objectFor } from './target.ts';

const OPERATION = 'ReKey';
const TYPE = 'SymmetricKey';
const NONE = structure('Attributes');

/**
 * The key that is to be replaced. The error tables of Re-key and Re-key Key Pair have no reason for a wrong state: a
 * key in one counts as not found.
 * @throws KmipError InvalidObjectType, ObjectNotFound
 */
export function replaceable(
  context: OperationContext,
  id: string,
  operation: string,
  { type, states, kind }: { readonly type: string; readonly states: readonly State[]; readonly kind: string },
): StoredObject {
  refuseOutsideStore(context, id, operation);
  const stored = objectFor(context, id, operation);
  if (stored.type !== type) {
    throw new KmipError(
      'InvalidObjectType',
      `${operation} needs a ${type}, object ${id} is a ${stored.type}`,
    );
  }
  const state = stateInForce(stored, context.nowUnixSeconds());
  if (states.includes(state)) return stored;
  throw new KmipError('ObjectNotFound', `no active ${kind} found: object ${id} is in state ${state}`);
}

const KEY = { type: TYPE, states: ['Active'], kind: 'symmetric key' } as const;

/** A key of the same attributes and new material. @throws KmipError InvalidField */
function newMaterial(attributes: TtlvStructure): TtlvStructure {
  const algorithm = enumerationOf(attributes, 'CryptographicAlgorithm');
  const bits = symmetricBits(algorithm, maybeInteger(attributes, 'CryptographicLength'));
  return keyObject(TYPE, {
    format: 'Raw',
    material: rawMaterial(newSecret(algorithm, bits)),
    algorithm,
    bits,
  });
}

/**
 * Replaces a symmetric key (KMIP 2.1, Re-key). The replacement takes over its names, its attributes and its owner;
 * the existing key stays in its state.
 * @throws KmipError
 */
export const reKey: Operation = async (payload, context) => {
  const existingId = identifierOf(payload, context);
  const offset = maybeInterval(payload, 'Offset');
  const asked = clientAttributes(maybeStructure(payload, 'Attributes') ?? NONE);
  const existing = replaceable(context, existingId, OPERATION, KEY);
  const now = context.nowUnixSeconds();
  const attributes = takenOver(existing, asked, offset, now);
  const content = newMaterial(attributes);
  const id = randomUUID();
  const given = structure('Attributes', ...attributes.value, link('ReplacedObjectLink', existingId));
  const derived = [
    ...attributesOfContent(TYPE, content, given),
    SERVER_RANDOM,
    ...protectionStorage(payload),
  ];
  const { owner } = existing;
  const replacement = await prepare(context, { id, owner, type: TYPE, given, derived, content });
  context.store.transaction(() => {
    const replaced = replaceable(context, existingId, OPERATION, KEY);
    context.store.create(replacement);
    context.store.update(replacedBy(replaced, id, now));
  });
  return [text('UniqueIdentifier', id)];
};
