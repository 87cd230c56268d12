import { KmipError } from '../../kmip/errors.ts';
import { maybeBoolean, maybeEnumeration, maybeStructure } from '../../kmip/fields.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { requireUse, stateInForce } from '../lifecycle.ts';
import { inFormat } from '../objects/content-format.ts';
import type { StoredObject } from '../store/store.ts';
import { hsmTarget, requireHsmAccess } from './hsm/hsm-target.ts';
import type { OperationContext } from './operation.ts';
import { identifierOf, objectFor } from './target.ts';
import { unwrapObject, wrapObject } from './wrapping.ts';

export interface Disclosed {
  readonly stored: StoredObject;
  readonly content: TtlvStructure;
}

/** @throws KmipError Sensitive, NotExtractable (KMIP 2.1, attributes of these names) */
function requireDisclosable({ id, attributes }: StoredObject, wrapped: boolean): void {
  if (!wrapped && maybeBoolean(attributes, 'Sensitive') === true) {
    throw new KmipError('Sensitive', `object ${id} is sensitive: it is handed out wrapped only`);
  }
  if (maybeBoolean(attributes, 'Extractable') === false) {
    throw new KmipError('NotExtractable', `object ${id} is not extractable`);
  }
}

/** The object in the format that the request asks for, in clear unless it asks for a wrapped one. @throws KmipError */
export async function disclose(
  payload: TtlvStructure,
  context: OperationContext,
  operation: 'Get' | 'Export',
): Promise<Disclosed> {
  const id = identifierOf(payload, context);
  const specification = maybeStructure(payload, 'KeyWrappingSpecification');
  if (hsmTarget(id, context) !== undefined) {
    requireHsmAccess(context, id, operation);
    throw new KmipError('NotExtractable', `object ${id} never leaves the HSM`);
  }
  const stored = objectFor(context, id, operation);
  requireUse(id, stateInForce(stored, context.nowUnixSeconds()), 'read');
  requireDisclosable(stored, specification !== undefined);
  const opened = await context.vault.open(stored);
  const wantsClear = maybeEnumeration(payload, 'KeyWrapType') === 'NotWrapped';
  const clear = wantsClear ? await unwrapObject(context, opened) : opened;
  const content = inFormat(stored.type, clear, maybeEnumeration(payload, 'KeyFormatType'));
  const shown = specification === undefined ? content : await wrapObject(context, specification, content);
  const { store, handedOut } = context;
  return { stored: handedOut(store, stored, context.nowUnixSeconds()), content: shown };
}
