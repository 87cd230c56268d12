import { KmipError } from '../../kmip/errors.ts';
import { maybeDate, maybeEnumeration } from '../../kmip/fields.ts';
import { dateTime, structure, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';
import type { StoredObject } from '../store/store.ts';
import { mergedAttributes, withAttributes, withoutAttributes } from './attributes.ts';
import { withLink } from './links.ts';
import { changed } from './managed-object.ts';
import { unusedLimits } from './usage-limits.ts';

/*
 * What a key that replaces another takes over from it (KMIP 2.1 sections 6.1.46 and 6.1.47, the tables of dates and of
 * attribute requirements).
 */

/** Set anew for the replacement, or not set at all. */
const NOT_TAKEN_OVER: readonly string[] = [
  'AlwaysSensitive',
  'ArchiveDate',
  'CompromiseDate',
  'CompromiseOccurrenceDate',
  'DestroyDate',
  'Digest',
  'Fresh',
  'InitialDate',
  'KeyFormatType',
  'LastChangeDate',
  'Link',
  'NeverExtractable',
  'OriginalCreationDate',
  'RandomNumberGenerator',
  'RevocationReason',
];

const SHIFTED: readonly string[] = ['ProcessStartDate', 'ProtectStopDate', 'DeactivationDate'];

/** The dates of the replacement when it is to become active `offset` seconds from now. */
function shiftedDates(attributes: TtlvStructure, offset: number, now: bigint): readonly Ttlv[] {
  const activation = now + BigInt(offset);
  const before = maybeDate(attributes, 'ActivationDate');
  const others = SHIFTED.flatMap((tag) => {
    const date = maybeDate(attributes, tag);
    return date === undefined || before === undefined ? [] : dateTime(tag, date + activation - before);
  });
  return [dateTime('ActivationDate', activation), ...others];
}

/** @throws KmipError InvalidField */
function requireSameAlgorithm(old: TtlvStructure, asked: TtlvStructure): void {
  const algorithm = maybeEnumeration(asked, 'CryptographicAlgorithm');
  if (algorithm === undefined || algorithm === maybeEnumeration(old, 'CryptographicAlgorithm')) return;
  throw new KmipError('InvalidField', 'changing the cryptographic algorithm is not allowed');
}

/**
 * The attributes of the replacement: those of the existing key, then those that the request asks for.
 * @throws KmipError InvalidField when the request asks for another algorithm
 */
export function takenOver(
  { attributes: old }: StoredObject,
  asked: TtlvStructure,
  offset: number | undefined,
  now: bigint,
): TtlvStructure {
  requireSameAlgorithm(old, asked);
  const kept = withoutAttributes(old, NOT_TAKEN_OVER);
  const refilled = kept.value.map((attribute) =>
    attribute.tag === 'UsageLimits' ? unusedLimits(attribute) : attribute,
  );
  const dated = withAttributes(
    structure('Attributes', ...refilled),
    ...(offset === undefined ? [] : shiftedDates(old, offset, now)),
  );
  return mergedAttributes(dated, asked);
}

/** The existing key afterwards: without its names, linked to the replacement, in the state it was in. */
export const replacedBy = (old: StoredObject, replacementId: string, now: bigint): StoredObject => {
  const attributes = withLink(
    withoutAttributes(old.attributes, ['Name']),
    'ReplacementObjectLink',
    replacementId,
  );
  return changed({ ...old, attributes }, old.state, now);
};
