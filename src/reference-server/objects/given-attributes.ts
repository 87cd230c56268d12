import { KmipError } from '../../kmip/errors.ts';
import { structure, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';
import { ruleFor } from './attribute-rules.ts';
import { unusedLimits } from './usage-limits.ts';

function requireSingle(attributes: readonly Ttlv[]): void {
  for (const [tag, instances] of Map.groupBy(attributes, (attribute) => attribute.tag)) {
    const [first] = instances;
    if (first !== undefined && instances.length > 1 && ruleFor(first).many === undefined) {
      throw new KmipError('AttributeSingleValued', `the attribute ${tag} is given ${instances.length} times`);
    }
  }
}

const asStored = (attribute: Ttlv): Ttlv =>
  attribute.tag === 'UsageLimits' ? unusedLimits(attribute) : attribute;

/**
 * The attributes that a client gives to a new object.
 * @throws KmipError UnsupportedAttribute, InvalidAttributeValue, AttributeSingleValued, ReadOnlyAttribute
 */
export function clientAttributes(attributes: TtlvStructure): TtlvStructure {
  for (const attribute of attributes.value) {
    if (ruleFor(attribute).readOnly) {
      throw new KmipError('ReadOnlyAttribute', `the attribute ${attribute.tag} is set by the server only`);
    }
  }
  requireSingle(attributes.value);
  return structure('Attributes', ...attributes.value.map(asStored));
}

/** Read-only attributes that an imported object brings along from the server it comes from. */
const BROUGHT_ALONG: readonly string[] = [
  'OriginalCreationDate',
  'CompromiseDate',
  'CompromiseOccurrenceDate',
];

/** The attributes of an imported object: what the server computes by itself is passed over, not refused. */
export function importedAttributes(attributes: TtlvStructure): TtlvStructure {
  const kept = attributes.value.filter(
    (attribute) => !ruleFor(attribute).readOnly || BROUGHT_ALONG.includes(attribute.tag),
  );
  requireSingle(kept);
  return structure('Attributes', ...kept.map(asStored));
}
