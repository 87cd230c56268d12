import { KmipError } from '../errors.ts';
import type { Ttlv, TtlvStructure } from '../ttlv.ts';
import { definedBits, definesTag, definesValue } from './limits.ts';
import { type Field, fieldsOf } from './structures.ts';
import type { Version } from './version.ts';

/** What a key is made of: nothing of it can be left out, so that the whole cannot be handed out. */
const INDISPENSABLE: readonly string[] = ['KeyFormatType', 'RecommendedCurve'];

/** Structures that make sense without one of their enumerations; of all others the whole is left out. */
const LOOSE: ReadonlySet<string> = new Set(['KeyBlock', 'RNGParameters']);

const isKeyPart = (tag: string): boolean => tag === 'KeyBlock' || tag === 'KeyMaterial';

/** An extension of KMIP: belongs wherever its maker puts it. */
const isExtension = (tag: string): boolean => /^0x54/i.test(tag);

/** Children in the order of the fields, strangers left out, extensions behind. */
function inOrder(children: readonly Ttlv[], fields: readonly Field[], version: Version): readonly Ttlv[] {
  const known = fields
    .filter(({ since }) => since <= version)
    .flatMap(({ tag }) => children.filter((child) => child.tag === tag));
  return [...known, ...children.filter(({ tag }) => isExtension(tag))];
}

const isExpressible = (item: Ttlv, version: Version): boolean =>
  item.type !== 'Enumeration' || definesValue(item.tag, item.value, version);

/** @throws KmipError KeyFormatTypeNotSupported when a key cannot be told to a client of that version */
function checkKey(structure: TtlvStructure, version: Version): void {
  if (!isKeyPart(structure.tag)) return;
  const lost = structure.value.find(
    (child) => INDISPENSABLE.includes(child.tag) && !isExpressible(child, version),
  );
  if (lost === undefined) return;
  throw new KmipError(
    'KeyFormatTypeNotSupported',
    `KMIP ${version} has no word for the ${lost.tag} of this key: ask for another KeyFormatType`,
  );
}

function strictStructure(item: TtlvStructure, version: Version): readonly Ttlv[] {
  checkKey(item, version);
  const fields = fieldsOf(item.tag);
  const children = fields === undefined ? item.value : inOrder(item.value, fields, version);
  const loses = fields !== undefined && children.some((child) => !isExpressible(child, version));
  if (loses && !LOOSE.has(item.tag)) return [];
  const value = children.flatMap((child) => strictItem(child, version));
  return value.length === 0 && children.length > 0 ? [] : [{ ...item, value }];
}

/**
 * An item as the version may have it: fields in their order, and nothing that the version does not define.
 * @returns the item, or nothing
 * @throws KmipError KeyFormatTypeNotSupported
 */
export function strictItem(item: Ttlv, version: Version): readonly Ttlv[] {
  if (!definesTag(item.tag, version) || !isExpressible(item, version)) return [];
  if (item.type === 'DateTimeExtended' && version < '2.0') return [];
  if (item.type === 'Structure') return strictStructure(item, version);
  if (item.type !== 'Integer') return [item];
  return [{ ...item, value: definedBits(item.tag, item.value, version) }];
}

/** The fields of an answer as the version may have them. @throws KmipError KeyFormatTypeNotSupported */
export const strictFields = (
  items: readonly Ttlv[],
  fields: readonly Field[] | undefined,
  version: Version,
): readonly Ttlv[] =>
  (fields === undefined ? items : inOrder(items, fields, version)).flatMap((item) =>
    strictItem(item, version),
  );
