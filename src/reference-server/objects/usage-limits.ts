import { KmipError } from '../../kmip/errors.ts';
import { enumerationOf, maybeChild, maybeStructure } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { longInteger, structure, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';

/** How much a key may still protect (KMIP 2.1, Usage Limits). */
export interface UsageLimits {
  readonly total: bigint;
  readonly count: bigint;
  /** OASIS name of the Usage Limits Unit: "Byte", "Object". */
  readonly unit: string;
}

const UNITS: readonly string[] = ['Byte', 'Object'];

function amountIn(limits: TtlvStructure, tag: string): bigint | undefined {
  const item = maybeChild(limits, tag);
  if (item === undefined || (item.type === 'LongInteger' && item.value >= 0n)) return item?.value;
  throw new KmipError('InvalidAttributeValue', `UsageLimits: ${tag} is a LongInteger that is not negative`);
}

const asItem = ({ total, count, unit }: UsageLimits): Ttlv =>
  structure(
    'UsageLimits',
    longInteger('UsageLimitsTotal', total),
    longInteger('UsageLimitsCount', count),
    enumeration('UsageLimitsUnit', unit),
  );

function read(limits: TtlvStructure): UsageLimits {
  const total = amountIn(limits, 'UsageLimitsTotal');
  const unit = enumerationOf(limits, 'UsageLimitsUnit');
  if (total === undefined || !UNITS.includes(unit)) {
    throw new KmipError(
      'InvalidAttributeValue',
      `UsageLimits needs a UsageLimitsTotal, and a unit: ${UNITS.join(' or ')}`,
    );
  }
  return { total, count: amountIn(limits, 'UsageLimitsCount') ?? total, unit };
}

/** The limits of an object; undefined when it has none. */
export function limitsOf(attributes: TtlvStructure): UsageLimits | undefined {
  const limits = maybeStructure(attributes, 'UsageLimits');
  return limits === undefined ? undefined : read(limits);
}

/** Limits as a client sets them: a count that comes with them is ignored. @throws KmipError InvalidAttributeValue */
export function unusedLimits(attribute: Ttlv): Ttlv {
  const { total, unit } = read(
    structure(attribute.tag, ...(attribute.type === 'Structure' ? attribute.value : [])),
  );
  return asItem({ total, unit, count: total });
}

/** The limits with less left; undefined when that is not left any more. */
export const reduced = (limits: UsageLimits, amount: bigint): Ttlv | undefined =>
  amount > limits.count ? undefined : asItem({ ...limits, count: limits.count - amount });
