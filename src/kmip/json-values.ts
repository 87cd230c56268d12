import { parseDateTime } from './datetime.ts';
import { KmipError } from './errors.ts';
import { enumerationCode, maskBit } from './tables.ts';
import type { TtlvLeaf } from './ttlv.ts';

/** Where in the message an item stands; spelled out only when something is wrong with it. */
export interface Place {
  readonly tag: string;
  readonly parent: Place | undefined;
  readonly depth: number;
}

function pathOf(place: Place | undefined): string {
  const tags: string[] = [];
  for (let step = place; step !== undefined; step = step.parent) tags.unshift(step.tag);
  return tags.join('/') || 'the message';
}

export const refuse = (place: Place | undefined, rule: string): never => {
  throw new KmipError('InvalidMessage', `${pathOf(place)}: ${rule}`);
};

const INTEGER_LIMIT = 2 ** 31;
const UNSIGNED_LIMIT = 2 ** 32;

/** "0x" and 8 or 16 digits of two's complement. */
function hexInteger(value: unknown, place: Place): bigint | undefined {
  if (typeof value !== 'string' || !/^0x/i.test(value)) return undefined;
  const digits = value.length - 2;
  if (!/^0x[0-9a-f]+$/i.test(value) || (digits !== 8 && digits !== 16)) {
    return refuse(place, 'a hexadecimal number is "0x" and 8 or 16 digits');
  }
  return BigInt.asIntN(digits * 4, BigInt(value));
}

function wholeNumber(value: unknown, place: Place, from: number, below: number): number {
  const hex = hexInteger(value, place);
  const number = hex === undefined ? value : Number(below === UNSIGNED_LIMIT ? BigInt.asUintN(32, hex) : hex);
  if (typeof number !== 'number' || !Number.isInteger(number) || number < from || number >= below) {
    return refuse(place, `the value must be a whole number from ${from} to ${below - 1}`);
  }
  return number;
}

/** A mask has so many bits, and none needs to be named twice: millions of names would fill the heap. */
const MOST_NAMES = 32;

/** A mask may be written as names: "Encrypt|Decrypt" or "Encrypt Decrypt" (JSON encoding profile). */
function mask(value: unknown, tableTag: string, place: Place): number | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z]/.test(value)) return undefined;
  const names = value.split(/[|\s]+/, MOST_NAMES + 1);
  if (names.length > MOST_NAMES) refuse(place, `the mask names more than ${MOST_NAMES} bits`);
  return names.reduce((bits, name) => {
    const bit = maskBit(tableTag, name);
    return bit === undefined ? refuse(place, `the mask has no bit of the name ${quoted(name)}`) : bits | bit;
  }, 0);
}

export const quoted = (text: string): string => JSON.stringify(text.slice(0, 64));

function longInteger(value: unknown, place: Place): bigint {
  const hex = hexInteger(value, place);
  if (hex !== undefined) return hex;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    return refuse(place, 'a 64-bit integer is "0x" and 16 digits, or a number below 2^53');
  }
  return BigInt(value);
}

function bigInteger(value: unknown, place: Place): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value !== 'string' || value.length % 2 !== 0 || !/^0x[0-9a-f]{2}/i.test(value)) {
    return refuse(place, 'a big integer is "0x" and an even number of digits, in two’s complement');
  }
  try {
    return BigInt.asIntN((value.length - 2) * 4, BigInt(value));
  } catch {
    return refuse(place, 'a big integer has hexadecimal digits only');
  }
}

function enumerationValue(value: unknown, tableTag: string, place: Place): number {
  if (typeof value !== 'string') return wholeNumber(value, place, 0, UNSIGNED_LIMIT);
  try {
    return enumerationCode(tableTag, value);
  } catch (error) {
    if (!(error instanceof KmipError)) throw error;
    throw new KmipError(error.reason, `${pathOf(place)}: ${error.message}`);
  }
}

function bytes(value: unknown, place: Place): Uint8Array {
  const decoded = typeof value === 'string' ? Buffer.from(value, 'hex') : undefined;
  if (decoded === undefined || decoded.length * 2 !== (value as string).length) {
    return refuse(place, 'a byte string is an even number of hexadecimal digits, without a prefix');
  }
  return new Uint8Array(decoded);
}

function textValue(value: unknown, place: Place): string {
  if (typeof value !== 'string') return refuse(place, 'a text string is a JSON string');
  if (!value.isWellFormed()) return refuse(place, 'the text holds half of a surrogate pair');
  return value;
}

function dateTime(value: unknown, place: Place): bigint {
  const seconds = hexInteger(value, place) ?? (typeof value === 'string' ? parseDateTime(value) : undefined);
  return (
    seconds ?? refuse(place, 'a date-time is RFC 3339 text with seconds and a zone, or "0x" and 16 digits')
  );
}

function booleanValue(value: unknown, place: Place): boolean {
  if (typeof value === 'boolean') return value;
  const bit = hexInteger(value, place);
  return bit === 1n ? true : bit === 0n ? false : refuse(place, 'a Boolean is true or false');
}

export type LeafType = TtlvLeaf['type'];

/** How each type reads its value. `tableTag` names the enumeration or mask that the value belongs to. */
export const leafReaders: {
  readonly [Type in LeafType]: (value: unknown, place: Place, tableTag: string) => TtlvLeaf['value'];
} = {
  Integer: (value, place, tableTag) =>
    mask(value, tableTag, place) ?? wholeNumber(value, place, -INTEGER_LIMIT, INTEGER_LIMIT),
  LongInteger: longInteger,
  BigInteger: bigInteger,
  Enumeration: (value, place, tableTag) => enumerationValue(value, tableTag, place),
  Boolean: booleanValue,
  TextString: textValue,
  ByteString: bytes,
  DateTime: dateTime,
  Interval: (value, place) => wholeNumber(value, place, 0, UNSIGNED_LIMIT),
  DateTimeExtended: longInteger,
};

export const isLeafType = (type: unknown): type is LeafType =>
  typeof type === 'string' && Object.hasOwn(leafReaders, type);
