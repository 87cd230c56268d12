import { maybeStructure } from '../fields.ts';
import { structure, type Ttlv, type TtlvStructure } from '../ttlv.ts';
import { tagPutOn } from './authenticated-data.ts';
import { keyFormatFor } from './key-formats.ts';
import { attributeIndex, oldAttributeAt, oldAttributes, oldReference } from './old-attributes.ts';
import type { Version } from './version.ts';

/** Where an operation on one attribute says which one it was, and 1.x wants to hear of it. */
const TOLD: ReadonlyMap<string, string> = new Map([
  ['AddAttribute', 'NewAttribute'],
  ['ModifyAttribute', 'NewAttribute'],
  ['DeleteAttribute', 'CurrentAttribute'],
]);

/** The items with all attributes and references among and inside them in the form of 1.x. */
const oldItems = (items: readonly Ttlv[], version: Version): readonly Ttlv[] =>
  items.flatMap((item) => {
    if (item.tag === 'AttributeReference') return oldReference(item, version);
    if (item.type !== 'Structure') return [keyFormatFor(item, version)];
    if (item.tag === 'Attributes') return oldAttributes(item.value, version);
    return [{ ...item, value: oldItems(item.value, version) }];
  });

/** The attribute that an operation on one attribute was about; the answer says it, or else the request did. */
function attributeTold(
  operation: string,
  request: TtlvStructure,
  answer: readonly Ttlv[],
  version: Version,
): readonly Ttlv[] {
  const holder = TOLD.get(operation);
  if (holder === undefined) return [];
  const told =
    maybeStructure(structure('ResponsePayload', ...answer), holder) ?? maybeStructure(request, holder);
  const position = operation === 'AddAttribute' ? 0 : attributeIndex(request);
  return (told?.value ?? []).flatMap((attribute) => oldAttributeAt(attribute, position, version));
}

/**
 * The fields of an answer in the form of 1.0 to 1.4; what that version does not have is still among them.
 * @param request the payload that was answered, in the form of 2.x
 */
export function oldAnswer(
  operation: string,
  request: TtlvStructure,
  answer: readonly Ttlv[],
  version: Version,
): readonly Ttlv[] {
  const fields = operation === 'Encrypt' && version < '1.4' ? tagPutOn(answer) : answer;
  return [...oldItems(fields, version), ...attributeTold(operation, request, answer, version)];
}
