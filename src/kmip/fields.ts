import { KmipError } from './errors.ts';
import { enumerationName } from './tables.ts';
import type { Ttlv, TtlvStructure, TtlvType } from './ttlv.ts';

/** What each type holds. */
interface ValueOf {
  readonly Integer: number;
  readonly Interval: number;
  readonly Enumeration: number;
  readonly LongInteger: bigint;
  readonly BigInteger: bigint;
  readonly DateTime: bigint;
  readonly Boolean: boolean;
  readonly TextString: string;
  readonly ByteString: Uint8Array;
}

/** Every child of that tag, in order. */
export const childrenOf = (structure: TtlvStructure, tag: string): readonly Ttlv[] =>
  structure.value.filter((child) => child.tag === tag);

/** @throws KmipError InvalidMessage when the field is given more than once */
export function maybeChild(structure: TtlvStructure, tag: string): Ttlv | undefined {
  const found = childrenOf(structure, tag);
  if (found.length > 1) {
    throw new KmipError('InvalidMessage', `${structure.tag} has ${found.length} fields ${tag}; send one`);
  }
  return found[0];
}

/** @throws KmipError InvalidMessage, which the caller's request misses the field */
export function missingField(structure: TtlvStructure, tag: string, type: TtlvType): never {
  throw new KmipError('InvalidMessage', `${structure.tag}: missing field ${tag} (${type})`);
}

function wrongType(parent: string, child: Ttlv, type: TtlvType): never {
  throw new KmipError(
    'InvalidField',
    `${parent}: the field ${child.tag} must be of type ${type}, it is of type ${child.type}`,
  );
}

const maybe =
  <Type extends keyof ValueOf>(type: Type) =>
  (structure: TtlvStructure, tag: string): ValueOf[Type] | undefined => {
    const child = maybeChild(structure, tag);
    if (child === undefined) return undefined;
    return child.type === type ? (child.value as ValueOf[Type]) : wrongType(structure.tag, child, type);
  };

const required = <Type extends keyof ValueOf>(type: Type) => {
  const read = maybe(type);
  return (structure: TtlvStructure, tag: string): ValueOf[Type] =>
    read(structure, tag) ?? missingField(structure, tag, type);
};

/*
 * Readers of one field by tag. `maybeX` answers undefined where the field is absent, `xOf` refuses.
 * All throw KmipError: InvalidMessage for a missing or repeated field, InvalidField for one of another type.
 */
export const textOf = required('TextString');
export const maybeText = maybe('TextString');
export const integerOf = required('Integer');
export const maybeInteger = maybe('Integer');
export const bytesOf = required('ByteString');
export const maybeBytes = maybe('ByteString');
export const maybeBoolean = maybe('Boolean');
export const dateOf = required('DateTime');
export const maybeDate = maybe('DateTime');
export const maybeInterval = maybe('Interval');
export const maybeLongInteger = maybe('LongInteger');
/** Enumerations as their number. */
const enumerationCodeOf = required('Enumeration');
export const maybeEnumerationCode = maybe('Enumeration');

/** The OASIS name of an enumeration field ("SymmetricKey"), "0x0000FFFF" for a number without a name. */
export const enumerationOf = (structure: TtlvStructure, tag: string): string =>
  enumerationName(tag, enumerationCodeOf(structure, tag));

export function maybeEnumeration(structure: TtlvStructure, tag: string): string | undefined {
  const code = maybeEnumerationCode(structure, tag);
  return code === undefined ? undefined : enumerationName(tag, code);
}

export function maybeStructure(structure: TtlvStructure, tag: string): TtlvStructure | undefined {
  const child = maybeChild(structure, tag);
  return child === undefined || child.type === 'Structure'
    ? child
    : wrongType(structure.tag, child, 'Structure');
}

export const structureOf = (structure: TtlvStructure, tag: string): TtlvStructure =>
  maybeStructure(structure, tag) ?? missingField(structure, tag, 'Structure');

/** Every child structure of that tag. @throws KmipError InvalidField when one is no structure */
export const structuresOf = (structure: TtlvStructure, tag: string): readonly TtlvStructure[] =>
  childrenOf(structure, tag).map((child) =>
    child.type === 'Structure' ? child : wrongType(structure.tag, child, 'Structure'),
  );

/** The item itself as a structure, for a reader that starts at the root. */
export function asStructure(item: Ttlv): TtlvStructure {
  return item.type === 'Structure' ? item : wrongType('the message', item, 'Structure');
}
