import { enumerationCode } from '../tables.ts';
import type { Ttlv } from '../ttlv.ts';
import type { Version } from './version.ts';

/**
 * Before 1.3 elliptic curve keys had a transparent format for each algorithm, all of the same fields; 1.3 made one of
 * them (KMIP 1.3, Key Format Type).
 */
const MERGED: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'TransparentECPrivateKey',
    ['TransparentECDSAPrivateKey', 'TransparentECDHPrivateKey', 'TransparentECMQVPrivateKey'],
  ],
  [
    'TransparentECPublicKey',
    ['TransparentECDSAPublicKey', 'TransparentECDHPublicKey', 'TransparentECMQVPublicKey'],
  ],
]);

const code = (name: string): number => enumerationCode('KeyFormatType', name);

const newCodes: ReadonlyMap<number, number> = new Map(
  [...MERGED].flatMap(([merged, names]) => names.map((name) => [code(name), code(merged)] as const)),
);
const oldCodes: ReadonlyMap<number, number> = new Map(
  [...MERGED].map(([merged, [first = merged]]) => [code(merged), code(first)] as const),
);

const mapped = (item: Ttlv, codes: ReadonlyMap<number, number>): Ttlv =>
  item.type === 'Enumeration' && item.tag === 'KeyFormatType'
    ? { ...item, value: codes.get(item.value) ?? item.value }
    : item;

/** A KeyFormatType by its name since 1.3; any other item as it is. */
export const newKeyFormat = (item: Ttlv): Ttlv => mapped(item, newCodes);

/** A KeyFormatType as the version knows it; any other item as it is. */
export const keyFormatFor = (item: Ttlv, version: Version): Ttlv =>
  version < '1.3' ? mapped(item, oldCodes) : item;
