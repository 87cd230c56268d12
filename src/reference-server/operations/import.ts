import { randomUUID } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { maybeBoolean, maybeEnumeration, maybeText } from '../../kmip/fields.ts';
import { structure, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { importedAttributes } from '../objects/given-attributes.ts';
import { requireAccess } from '../objects/permission.ts';
import { prepare } from './new-object.ts';
import type { Operation, OperationContext } from './operation.ts';
import { broughtObject, broughtType } from './register.ts';
import { unwrapObject } from './wrapping.ts';

const LONGEST_ID = 256;

function checkedId(id: string): string {
  if (id === '' || id.length > LONGEST_ID) {
    throw new KmipError(
      'InvalidField',
      `UniqueIdentifier has 1 to ${LONGEST_ID} characters, not ${id.length}`,
    );
  }
  if (id.startsWith('hsm::')) {
    throw new KmipError('FeatureNotSupported', 'keys cannot be imported into the HSM: create them there');
  }
  return id;
}

/** The owner of the object that makes way, undefined when the identifier is free. @throws KmipError */
function predecessorOwner(context: OperationContext, id: string, replace: boolean): string | undefined {
  const existing = context.store.retrieve(id);
  if (existing === undefined) return undefined;
  if (!replace) {
    throw new KmipError(
      'ObjectAlreadyExists',
      `an object ${id} exists already: set ReplaceExisting to replace it`,
    );
  }
  requireAccess(context.store, existing, context.user, 'Import');
  return existing.owner;
}

/**
 * The request with its object unwrapped where it asks for that (KMIP 2.1, Import, Key Wrap Type); otherwise a wrapped
 * object is stored as it is.
 */
async function unwrappedPayload(payload: TtlvStructure, context: OperationContext): Promise<TtlvStructure> {
  if (maybeEnumeration(payload, 'KeyWrapType') !== 'NotWrapped') return payload;
  const type = broughtType(payload);
  const fields = payload.value.map(async (field) =>
    field.tag === type && field.type === 'Structure' ? unwrapObject(context, field) : field,
  );
  return structure(payload.tag, ...(await Promise.all(fields)));
}

/**
 * Keeps an object under an identifier that the client chooses (KMIP 2.1, Import). Whether the identifier is free
 * is asked before the object is sealed, to spare a useless seal, and again when it is stored, to be sure.
 * @throws KmipError
 */
export const importObject: Operation = async (payload, context) => {
  const { store, vault } = context;
  const id = checkedId(maybeText(payload, 'UniqueIdentifier') ?? randomUUID());
  const replace = maybeBoolean(payload, 'ReplaceExisting') ?? false;
  const object = broughtObject(await unwrappedPayload(payload, context), importedAttributes);
  predecessorOwner(context, id, replace);
  const prepared = await prepare(context, { id, owner: context.user, ...object });
  store.transaction(() => {
    const owner = predecessorOwner(context, id, replace);
    if (owner === undefined) store.create(prepared);
    else store.update({ ...prepared, owner });
  });
  vault.forget(id);
  return [text('UniqueIdentifier', id)];
};
