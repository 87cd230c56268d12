import { KmipError } from '../errors.ts';
import { childrenOf } from '../fields.ts';
import { integer, structure, type Ttlv, type TtlvStructure } from '../ttlv.ts';
import { tagInData } from './authenticated-data.ts';
import { newKeyFormat } from './key-formats.ts';
import { attributeIndex, newAttribute, newReference } from './old-attributes.ts';
import type { Version } from './version.ts';

/** Structures of attributes with names, and what 2.0 made of them. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['TemplateAttribute', 'Attributes'],
  ['CommonTemplateAttribute', 'CommonAttributes'],
  ['PrivateKeyTemplateAttribute', 'PrivateKeyAttributes'],
  ['PublicKeyTemplateAttribute', 'PublicKeyAttributes'],
]);

const isOldAttribute = (item: Ttlv): item is TtlvStructure =>
  item.tag === 'Attribute' && item.type === 'Structure';

/** @throws KmipError FeatureNotSupported: templates are objects of their own, deprecated in 1.3 */
function templateAttributes(template: TtlvStructure, tag: string): TtlvStructure {
  if (childrenOf(template, 'Name').length > 0) {
    throw new KmipError('FeatureNotSupported', `${template.tag} names a template; this server keeps none`);
  }
  return { ...template, tag, value: template.value.filter(isOldAttribute).flatMap(newAttribute) };
}

/** The item with every attribute inside it in the form of 2.x. */
function newItem(item: Ttlv): Ttlv {
  if (item.type !== 'Structure') return newKeyFormat(item);
  const renamed = RENAMED.get(item.tag);
  if (renamed !== undefined) return templateAttributes(item, renamed);
  return { ...item, value: collected(item.value.map(newItem), item.tag === 'KeyValue') };
}

/** Attributes that stand by themselves, gathered in one structure; structures of the same tag become one. */
function collected(items: readonly Ttlv[], gathers: boolean): readonly Ttlv[] {
  if (!gathers) return items;
  const isAttributes = (item: Ttlv): item is TtlvStructure =>
    item.tag === 'Attributes' && item.type === 'Structure';
  const attributes = [
    ...items.filter(isAttributes).flatMap(({ value }) => value),
    ...items.filter(isOldAttribute).flatMap(newAttribute),
  ];
  const others = items.filter((item) => !isAttributes(item) && !isOldAttribute(item));
  const found = others.length < items.length;
  return found ? [...others, { tag: 'Attributes', type: 'Structure', value: attributes }] : others;
}

const index = (holder: TtlvStructure): Ttlv => integer('AttributeIndex', attributeIndex(holder));

const isName = (item: Ttlv): item is Extract<Ttlv, { type: 'TextString' }> =>
  item.tag === 'AttributeName' && item.type === 'TextString';

/** @throws KmipError InvalidMessage for a name that is given twice (KMIP 1.4, Get Attributes, Error Handling) */
function newReferences(items: readonly Ttlv[]): readonly Ttlv[] {
  const names = items.filter(isName).map(({ value }) => value);
  if (new Set(names).size < names.length) {
    throw new KmipError('InvalidMessage', 'an AttributeName is given more than once');
  }
  return items.map((item) => (isName(item) ? newReference(item.value) : item));
}

function operationForm(operation: string, payload: TtlvStructure): readonly Ttlv[] {
  const items = payload.value.map(newItem);
  const asNewAttribute = (more: (attribute: TtlvStructure) => readonly Ttlv[]): readonly Ttlv[] =>
    items.flatMap((item) =>
      isOldAttribute(item) ? [structure('NewAttribute', ...newAttribute(item)), ...more(item)] : [item],
    );
  switch (operation) {
    case 'AddAttribute':
      return asNewAttribute(() => []);
    case 'ModifyAttribute':
      return asNewAttribute((attribute) => [index(attribute)]);
    case 'DeleteAttribute':
      return [...newReferences(items.filter(({ tag }) => tag !== 'AttributeIndex')), index(payload)];
    default:
      return collected(newReferences(items), true);
  }
}

/**
 * A request payload of 1.0 to 1.4 in the form of 2.x. What is in that form already stays, whatever the message says.
 * @throws KmipError UnsupportedAttribute, InvalidMessage, FeatureNotSupported
 */
export function newRequest(operation: string, payload: TtlvStructure, version: Version): TtlvStructure {
  const form = { ...payload, value: operationForm(operation, payload) };
  return operation === 'Decrypt' && version < '1.4' ? tagInData(form) : form;
}
