import { KmipError } from '../../kmip/errors.ts';
import { maybeBoolean, maybeChild, maybeEnumeration } from '../../kmip/fields.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { requireUse, stateInForce } from '../lifecycle.ts';
import { inFormat } from '../objects/content-format.ts';
import type { StoredObject } from '../store/store.ts';
import { hsmTarget, requireHsmAccess } from './hsm/hsm-target.ts';
import type { OperationContext } from './operation.ts';
import { identifierOf, objectFor } from './target.ts';

export interface Disclosed {
  readonly stored: StoredObject;
  readonly content: TtlvStructure;
}

/** @throws KmipError Sensitive, NotExtractable (KMIP 2.1, attributes of these names) */
function requireDisclosable({ id, attributes }: StoredObject): void {
  if (maybeBoolean(attributes, 'Sensitive') === true) {
    throw new KmipError('Sensitive', `object ${id} is sensitive: it is never handed out in clear`);
  }
  if (maybeBoolean(attributes, 'Extractable') === false) {
    throw new KmipError('NotExtractable', `object ${id} is not extractable`);
  }
}

/** The object in clear and in the format that the request asks for. @throws KmipError */
export async function disclose(
  payload: TtlvStructure,
  context: OperationContext,
  operation: 'Get' | 'Export',
): Promise<Disclosed> {
  const id = identifierOf(payload, context);
  if (maybeChild(payload, 'KeyWrappingSpecification') !== undefined) {
    throw new KmipError(
      'FeatureNotSupported',
      'handing out wrapped keys (KeyWrappingSpecification) is not supported',
    );
  }
  if (hsmTarget(id, context) !== undefined) {
    requireHsmAccess(context, id, operation);
    throw new KmipError('NotExtractable', `object ${id} never leaves the HSM`);
  }
  const stored = objectFor(context, id, operation);
  requireUse(id, stateInForce(stored, context.nowUnixSeconds()), 'read');
  requireDisclosable(stored);
  const content = await context.vault.open(stored);
  return { stored, content: inFormat(stored.type, content, maybeEnumeration(payload, 'KeyFormatType')) };
}
