import { bigIntegerBytes } from './binary-layout.ts';
import { formatDateTime } from './datetime.ts';
import { canonicalTag, enumerationWireName } from './tables.ts';
import type { Ttlv, TtlvStructure } from './ttlv.ts';

const hex = (value: bigint, bytes: number): string =>
  `0x${BigInt.asUintN(bytes * 8, value)
    .toString(16)
    .toUpperCase()
    .padStart(bytes * 2, '0')}`;

function attributeTag(structure: TtlvStructure): string | undefined {
  if (structure.tag !== 'Attribute') return undefined;
  const name = structure.value.find((child) => child.tag === 'AttributeName');
  return name?.type === 'TextString' ? canonicalTag(name.value) : undefined;
}

function leafValue(
  item: Exclude<Ttlv, TtlvStructure>,
  valueTag: string | undefined,
): string | number | boolean {
  switch (item.type) {
    case 'Enumeration':
      return enumerationWireName(
        item.tag === 'AttributeValue' ? (valueTag ?? item.tag) : item.tag,
        item.value,
      );
    case 'ByteString':
      return Buffer.from(item.value).toString('hex').toUpperCase();
    case 'DateTime':
      return formatDateTime(item.value) ?? hex(item.value, 8);
    case 'LongInteger':
    case 'DateTimeExtended':
      return hex(item.value, 8);
    case 'BigInteger':
      return hex(item.value, bigIntegerBytes(item.value));
    default:
      return item.value;
  }
}

function plain(item: Ttlv, valueTag: string | undefined): object {
  if (item.type !== 'Structure') return { tag: item.tag, type: item.type, value: leafValue(item, valueTag) };
  const inner = attributeTag(item);
  return { tag: item.tag, value: item.value.map((child) => plain(child, inner)) };
}

/**
 * JSON text as known clients of JSON TTLV expect it: tag, type, value in this order, no type on structures, hexadecimal
 * 64-bit numbers, enumerations by the spelling that drops punctuation.
 */
export const writeJson = (item: Ttlv): string => JSON.stringify(plain(item, undefined));
