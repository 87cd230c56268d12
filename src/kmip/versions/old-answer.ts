import { childrenOf, maybeStructure } from '../fields.ts';
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

/** Whether the client named an index, in the Attribute or beside its name. Who did, reads it from the answer again. */
const namesIndex = (asked: TtlvStructure): boolean =>
  [asked, ...asked.value].some(
    (item) => item.type === 'Structure' && childrenOf(item, 'AttributeIndex').length > 0,
  );

/** The attribute that an operation on one attribute was about. */
function attributeTold(
  operation: string,
  asked: TtlvStructure,
  answer: readonly Ttlv[],
  version: Version,
): readonly Ttlv[] {
  const holder = TOLD.get(operation);
  if (holder === undefined) return [];
  const fields = structure('ResponsePayload', ...answer);
  const told = maybeStructure(fields, holder)?.value ?? [];
  const place = { index: attributeIndex(fields), isNamed: namesIndex(asked) };
  return told.flatMap((attribute) => oldAttributeAt(attribute, place, version));
}

/**
 * The fields of an answer in the form of 1.0 to 1.4; what that version does not have is still among them.
 * @param asked the payload as the client sent it
 */
export function oldAnswer(
  operation: string,
  asked: TtlvStructure,
  answer: readonly Ttlv[],
  version: Version,
): readonly Ttlv[] {
  const fields = operation === 'Encrypt' && version < '1.4' ? tagPutOn(answer) : answer;
  return [...oldItems(fields, version), ...attributeTold(operation, asked, answer, version)];
}
