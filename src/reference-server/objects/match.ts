import { isDeepStrictEqual } from 'node:util';
import type { Ttlv, TtlvStructure } from '../../kmip/ttlv.ts';

/** A structure matches one that has all of its fields: a Name without NameType matches a name of any type. */
export function isSame(wanted: Ttlv, present: Ttlv): boolean {
  if (wanted.type !== 'Structure' || present.type !== 'Structure') {
    return wanted.type === present.type && isDeepStrictEqual(wanted.value, present.value);
  }
  return wanted.value.every((field) =>
    present.value.some((candidate) => candidate.tag === field.tag && isSame(field, candidate)),
  );
}

const includesBits = (wanted: Ttlv, present: Ttlv): boolean =>
  wanted.type === 'Integer' && present.type === 'Integer' && (present.value & wanted.value) === wanted.value;

const isWithin = (bounds: readonly bigint[], present: Ttlv): boolean => {
  const [one = 0n, other = one] = bounds;
  const [from, to] = one <= other ? [one, other] : [other, one];
  return present.type === 'DateTime' && present.value >= from && present.value <= to;
};

/** All filters of one tag against all attributes of that tag. */
function matchesTag(tag: string, wanted: readonly Ttlv[], present: readonly Ttlv[]): boolean {
  const dates = wanted.flatMap((filter) => (filter.type === 'DateTime' ? filter.value : []));
  if (dates.length > 0) return present.some((attribute) => isWithin(dates, attribute));
  const same = tag === 'CryptographicUsageMask' ? includesBits : isSame;
  return wanted.every((filter) => present.some((attribute) => same(filter, attribute)));
}

/**
 * Whether attributes meet every filter of a Locate (KMIP 2.1, Locate): one date is exact, two are a range, a usage
 * mask is met by one with more bits.
 */
export function matches(filters: TtlvStructure, attributes: TtlvStructure): boolean {
  const present = Map.groupBy(attributes.value, ({ tag }) => tag);
  return [...Map.groupBy(filters.value, ({ tag }) => tag)].every(([tag, wanted]) =>
    matchesTag(tag, wanted, present.get(tag) ?? []),
  );
}
