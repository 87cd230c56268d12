import { parseJsonText } from './json-text.ts';
import { isLeafType, leafReaders, type Place, quoted, refuse } from './json-values.ts';
import { canonicalTag } from './tables.ts';
import { MAX_DEPTH, type Ttlv, type TtlvLeaf, type TtlvType } from './ttlv.ts';

type Item = Readonly<Partial<Record<'tag' | 'type' | 'value' | 'name', unknown>>>;

const KEYS: readonly string[] = ['tag', 'type', 'value', 'name'];

function asItem(value: unknown, parent: Place | undefined): Item {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(parent, 'every TTLV item is a JSON object with tag, type and value');
  }
  const surplus = Object.keys(value).find((key) => !KEYS.includes(key));
  return surplus === undefined ? value : refuse(parent, `an item has the unknown key ${quoted(surplus)}`);
}

/** Names that are no KMIP tag stay as they are: the root of a bare operation, the extension of another server. */
function tagOf(item: Item, parent: Place | undefined): string {
  const known = typeof item.tag === 'string' ? canonicalTag(item.tag) : undefined;
  if (known !== undefined) return known;
  if (typeof item.tag === 'string' && /^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(item.tag)) return item.tag;
  return refuse(parent, 'an item has no tag, or one that is neither a name nor "0x" and six digits');
}

/** In KMIP 1.x an attribute names its own enumeration: the AttributeName beside the AttributeValue. */
function attributeTag(tag: string, children: readonly unknown[]): string | undefined {
  if (tag !== 'Attribute') return undefined;
  const isName = (child: unknown): child is { value: string } =>
    typeof child === 'object' &&
    (child as Item | null)?.tag === 'AttributeName' &&
    typeof (child as Item).value === 'string';
  const name = children.find(isName)?.value;
  return name === undefined ? undefined : canonicalTag(name);
}

function readStructure(tag: string, value: unknown, place: Place): Ttlv {
  if (value !== null && value !== undefined && !Array.isArray(value)) {
    return refuse(place, 'a structure has an array of items as its value; every other item needs its type');
  }
  const children: readonly unknown[] = value ?? [];
  const valueTag = attributeTag(tag, children);
  return { tag, type: 'Structure', value: children.map((child) => readItem(child, place, valueTag)) };
}

function readItem(raw: unknown, parent: Place | undefined, valueTag: string | undefined): Ttlv {
  const item = asItem(raw, parent);
  const tag = tagOf(item, parent);
  const place: Place = { tag, parent, depth: (parent?.depth ?? 0) + 1 };
  if (place.depth > MAX_DEPTH) return refuse(undefined, `items nest deeper than ${MAX_DEPTH} levels`);
  const type: unknown = item.type ?? ('Structure' satisfies TtlvType);
  if (type === 'Structure') return readStructure(tag, item.value, place);
  if (!isLeafType(type)) return refuse(place, 'the type is no item type of KMIP');
  const tableTag = tag === 'AttributeValue' ? (valueTag ?? tag) : tag;
  return { tag, type, value: leafReaders[type](item.value, place, tableTag) } as TtlvLeaf;
}

/**
 * Reads a TTLV item from JSON text, or from what JSON.parse made of it (which hides keys given twice).
 * Lenient in form: `type` may follow `value`, names may be in any spelling or numbers, masks may be names.
 * @throws KmipError InvalidMessage or UnknownEnumeration, with the path of the item
 */
export const readJson = (input: string | object): Ttlv =>
  readItem(typeof input === 'string' ? parseJsonText(input) : input, undefined, undefined);
