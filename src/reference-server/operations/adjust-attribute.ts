import { KmipError } from '../../kmip/errors.ts';
import { enumerationOf, maybeChild } from '../../kmip/fields.ts';
import { tagName } from '../../kmip/tables.ts';
import { type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { type Change, modified } from '../objects/attribute-change.ts';
import { isMeant } from '../objects/attribute-reference.ts';
import { changeAttributes } from './attribute-operations.ts';
import type { Operation } from './operation.ts';
import { identifierOf } from './target.ts';

const OPERATION = 'AdjustAttribute';

/** What an attribute that is a number can hold. */
const RANGES: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  ['Integer', [-(2n ** 31n), 2n ** 31n - 1n]],
  ['Interval', [0n, 2n ** 32n - 1n]],
  ['LongInteger', [-(2n ** 63n), 2n ** 63n - 1n]],
  ['DateTime', [-(2n ** 63n), 2n ** 63n - 1n]],
]);

const isNumber = (item: Ttlv): item is Ttlv & { readonly value: number | bigint } => RANGES.has(item.type);

const notAdjustable = (item: Ttlv, rule: string): KmipError =>
  new KmipError('InvalidDataType', `${item.tag} is of type ${item.type}: ${rule}`);

/** The amount of the request, 1 where there is none. @throws KmipError */
function amountIn(payload: TtlvStructure): bigint {
  const amount = maybeChild(payload, 'AdjustmentValue');
  if (amount === undefined) return 1n;
  if (isNumber(amount)) return BigInt(amount.value);
  throw notAdjustable(amount, 'an AdjustmentValue is a number');
}

function withNumber(item: Ttlv & { readonly value: number | bigint }, wanted: bigint): Ttlv {
  const [least = 0n, most = 0n] = RANGES.get(item.type) ?? [];
  if (wanted < least || wanted > most) {
    throw new KmipError('NumericRange', `${item.tag} would be ${wanted}, out of the range of ${item.type}`);
  }
  const value = typeof item.value === 'bigint' ? wanted : Number(wanted);
  return { ...item, value } as Ttlv;
}

/** @throws KmipError InvalidDataType, NumericRange */
function adjusted(item: Ttlv, type: string, amount: bigint): Ttlv {
  if (item.tag === 'Attribute' && item.type === 'Structure') {
    return {
      ...item,
      value: item.value.map((field) =>
        field.tag === 'AttributeValue' ? adjusted(field, type, amount) : field,
      ),
    };
  }
  if (item.type === 'Boolean' && type === 'Negate') return { ...item, value: !item.value };
  if (!isNumber(item)) throw notAdjustable(item, 'it is no number that could be adjusted');
  const before = BigInt(item.value);
  if (type === 'Increment') return withNumber(item, before + amount);
  if (type === 'Decrement') return withNumber(item, before - amount);
  if (type === 'Negate') return withNumber(item, -before);
  throw new KmipError('InvalidField', `there is no AdjustmentType ${type}`);
}

const touchedBy = (reference: Ttlv): string =>
  reference.type === 'Enumeration' ? tagName(reference.value) : 'Attribute';

/** Changes an attribute relative to what it is, without a race (KMIP 2.1, Adjust Attribute). @throws KmipError */
export const adjustAttribute: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  const reference = maybeChild(payload, 'AttributeReference');
  if (reference === undefined) {
    throw new KmipError('InvalidMessage', 'RequestPayload: missing field AttributeReference');
  }
  const type = enumerationOf(payload, 'AdjustmentType');
  const amount = amountIn(payload);
  const adjust: Change = (object, now) => {
    const meant = object.attributes.value.filter((attribute) => isMeant(reference, attribute));
    const [only, ...more] = meant;
    if (only === undefined) throw new KmipError('AttributeNotFound', `object ${id} has no such attribute`);
    if (more.length > 0) {
      throw new KmipError('MultiValuedAttribute', `${only.tag} has ${meant.length} values`);
    }
    return modified(only, adjusted(only, type, amount))(object, now);
  };
  changeAttributes(context, id, OPERATION, adjust, touchedBy(reference));
  return [text('UniqueIdentifier', id)];
};
