/**
 * The TTLV item: tag, type, value (KMIP 2.1 specification, section 10.1), free of any wire format.
 *
 * A tag is its KMIP name ("UniqueIdentifier"); an unknown or extension tag is written as "0x540001".
 * An enumeration is its number, so that spellings of names never matter inside the program.
 * 64-bit types are bigint; DateTime counts Unix seconds, DateTimeExtended Unix microseconds.
 */
export type Ttlv = TtlvStructure | TtlvLeaf;

export interface TtlvStructure {
  readonly tag: string;
  readonly type: 'Structure';
  readonly value: readonly Ttlv[];
}

export type TtlvLeaf =
  | { readonly tag: string; readonly type: 'Integer' | 'Enumeration' | 'Interval'; readonly value: number }
  | {
      readonly tag: string;
      readonly type: 'LongInteger' | 'BigInteger' | 'DateTime' | 'DateTimeExtended';
      readonly value: bigint;
    }
  | { readonly tag: string; readonly type: 'Boolean'; readonly value: boolean }
  | { readonly tag: string; readonly type: 'TextString'; readonly value: string }
  | { readonly tag: string; readonly type: 'ByteString'; readonly value: Uint8Array };

export type TtlvType = Ttlv['type'];

/** Deepest nesting that any reader of this project accepts (KMIP sets no limit; real servers use 64). */
export const MAX_DEPTH = 64;

/** Most items of one message. A bound of this project: a megabyte could carry a hundred thousand empty ones. */
export const MAX_ITEMS = 200_000;

export const structure = (tag: string, ...value: readonly Ttlv[]): TtlvStructure => ({
  tag,
  type: 'Structure',
  value,
});
export const integer = (tag: string, value: number): Ttlv => ({ tag, type: 'Integer', value });
export const interval = (tag: string, value: number): Ttlv => ({ tag, type: 'Interval', value });
export const longInteger = (tag: string, value: bigint): Ttlv => ({ tag, type: 'LongInteger', value });
export const bigInteger = (tag: string, value: bigint): Ttlv => ({ tag, type: 'BigInteger', value });
export const dateTime = (tag: string, unixSeconds: bigint): Ttlv => ({
  tag,
  type: 'DateTime',
  value: unixSeconds,
});
export const boolean = (tag: string, value: boolean): Ttlv => ({ tag, type: 'Boolean', value });
export const text = (tag: string, value: string): Ttlv => ({ tag, type: 'TextString', value });
export const bytes = (tag: string, value: Uint8Array): Ttlv => ({ tag, type: 'ByteString', value });
