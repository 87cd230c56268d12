import { KmipError } from './errors.ts';
import enumerationData from './tables/enumerations.json' with { type: 'json' };
import maskData from './tables/masks.json' with { type: 'json' };
import spellingData from './tables/spellings.json' with { type: 'json' };
import tagData from './tables/tags.json' with { type: 'json' };
import type { Ttlv } from './ttlv.ts';

type Names = Readonly<Record<string, number>>;

/** Names differ between implementations in punctuation and case only: "SHA-256", "SHA_256", "SHA256". */
const bare = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();

const entries = <T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
  Object.entries(record);

/** One enumeration: number <-> name, in the spelling of the standard and in the one that goes over JSON. */
class Enumeration {
  readonly #codes = new Map<string, number>();
  readonly #names = new Map<number, string>();
  readonly #wireNames = new Map<number, string>();

  constructor(names: Names, wireSpellings: Readonly<Record<string, string>>) {
    for (const [name, code] of entries(names)) {
      const wire = wireSpellings[name] ?? name;
      this.#names.set(code, name);
      this.#wireNames.set(code, wire);
      for (const spelling of [name, wire, bare(name), bare(wire)]) this.#codes.set(spelling, code);
    }
  }

  code(name: string): number | undefined {
    return this.#codes.get(name) ?? this.#codes.get(bare(name));
  }
  name(code: number): string | undefined {
    return this.#names.get(code);
  }
  wireName(code: number): string | undefined {
    return this.#wireNames.get(code);
  }
}

const tagCodes: ReadonlyMap<string, number> = new Map(
  entries<string>(tagData).map(([name, hex]) => [name, Number(hex)]),
);
const tagsByCode: ReadonlyMap<number, string> = new Map([...tagCodes].map(([name, code]) => [code, name]));
const tagsByBareName: ReadonlyMap<string, string> = new Map(
  [...tagCodes.keys()].map((name) => [bare(name), name]),
);

const wireSpellings: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  entries<Readonly<Record<string, string>>>(spellingData),
);

const enumerations: ReadonlyMap<string, Enumeration> = new Map([
  ...entries<Names>(enumerationData).map(
    ([table, names]) => [table, new Enumeration(names, wireSpellings.get(table) ?? {})] as const,
  ),
  ['Tag', new Enumeration(Object.fromEntries(tagCodes), {})] as const,
]);

/** Tags whose enumeration carries another name (KMIP 2.1, Enumerations). */
const tableOfTag: ReadonlyMap<string, string> = new Map([
  ['AttributeReference', 'Tag'],
  ['MaskGeneratorHashingAlgorithm', 'HashingAlgorithm'],
  ['LinkedObjectIdentifier', 'UniqueIdentifier'],
  ['PrivateKeyUniqueIdentifier', 'UniqueIdentifier'],
  ['PublicKeyUniqueIdentifier', 'UniqueIdentifier'],
]);

const masks: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  entries<Names>(maskData).map(([tag, bits]) => [
    tag,
    new Map(entries(bits).map(([name, bit]) => [bare(name), bit])),
  ]),
);

const hex = (code: number, digits: number): string =>
  `0x${code.toString(16).toUpperCase().padStart(digits, '0')}`;

/** The number of a tag, by any spelling of its name or as "0x42…"; undefined when there is no such tag. */
export const tagCode = (name: string): number | undefined =>
  tagCodes.get(name) ??
  (/^0x[0-9a-f]{6}$/i.test(name) ? Number(name) : tagCodes.get(tagsByBareName.get(bare(name)) ?? ''));

/** The name of a tag by its number, "0x540001" when it has none. */
export const tagName = (code: number): string => tagsByCode.get(code) ?? hex(code, 6);

/** The one spelling of a tag used inside the program; undefined when there is no such tag. */
export function canonicalTag(name: string): string | undefined {
  const code = tagCode(name);
  return code === undefined ? undefined : tagName(code);
}

/** The enumeration that the values of a tag come from. */
const tableFor = (tag: string): Enumeration | undefined => enumerations.get(tableOfTag.get(tag) ?? tag);

/**
 * The number of an enumeration value: a name in any spelling, or "0x" and eight hexadecimal digits.
 * @param tag the tag that carries the value; for most enumerations their own name
 * @throws KmipError UnknownEnumeration
 */
export function enumerationCode(tag: string, name: string): number {
  if (/^0x[0-9a-f]{8}$/i.test(name)) return Number(name);
  const code = tableFor(tag)?.code(name);
  if (code !== undefined) return code;
  const shown = JSON.stringify(name.slice(0, 64));
  throw new KmipError(
    'UnknownEnumeration',
    `${tag} has no value ${shown}; use one of the names that KMIP 2.1 lists`,
  );
}

/** The OASIS name of an enumeration value ("ObjectNotFound"), "0x0000FFFF" when it has none. */
export const enumerationName = (tag: string, code: number): string =>
  tableFor(tag)?.name(code) ?? hex(code, 8);

/** The name that clients of KMIP JSON expect ("Object_Not_Found"), "0x0000FFFF" when it has none. */
export const enumerationWireName = (tag: string, code: number): string =>
  tableFor(tag)?.wireName(code) ?? hex(code, 8);

/**
 * An enumeration item by name: `enumeration('ObjectType', 'SymmetricKey')`.
 * @throws KmipError UnknownEnumeration
 */
export const enumeration = (tag: string, name: string): Ttlv => ({
  tag,
  type: 'Enumeration',
  value: enumerationCode(tag, name),
});

/** The bit of a mask by name, undefined when the tag is no mask or has no such bit. */
export const maskBit = (tag: string, name: string): number | undefined => masks.get(tag)?.get(bare(name));
