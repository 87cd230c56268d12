import type { LabelWriter } from '../ledger/label-text.ts';
import type { AnyValue, KeyValue } from '../otlp/model.ts';
import { OVERFLOW_KEY } from './overflow.ts';

/** The keys of an attribute set: points of one metric mostly share them. */
export interface Shape {
  /** As they came, with what comes twice. */
  readonly sent: readonly string[];
  /** Each once, in order. */
  readonly keys: readonly string[];
  /** Where each of these stands among those sent; of one that comes twice the last. */
  readonly places: readonly number[];
  /** The series into which a client adds what exceeds its cardinality limit. */
  readonly isOverflow: boolean;
}

/** The shape of one attribute set after another: as long as the keys are the same, it is the same object. */
export function shapes(): (attributes: readonly KeyValue[]) => Shape {
  let last = shapeOf([]);
  return (attributes) => {
    if (!hasShape(attributes, last)) last = shapeOf(attributes);
    return last;
  };
}

/** As describeLabels has it. */
export const labelsOf = (attributes: readonly KeyValue[], { places }: Shape, writer: LabelWriter): string =>
  writer.join(
    places.map((place) => {
      const { key = '', value = null } = attributes[place] ?? {};
      return writer.part(key, describeValue(value));
    }),
  );

/** Attribute value as text; a number and a text of the same digits stay apart. */
export function describeValue(value: AnyValue): string {
  if (typeof value === 'string') return value;
  if (value === null) return '(no value)';
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return `[${value.map(describeValue).join(', ')}]`;
  if (typeof value === 'object' && 'keyValues' in value) {
    return `{${value.keyValues.map((entry) => `${entry.key}: ${describeValue(entry.value)}`).join(', ')}}`;
  }
  return `${typeof value === 'bigint' ? 'integer' : typeof value} ${String(value)}`;
}

function hasShape(attributes: readonly KeyValue[], { sent }: Shape): boolean {
  if (attributes.length !== sent.length) return false;
  return sent.every((key, index) => attributes[index]?.key === key);
}

function shapeOf(attributes: readonly KeyValue[]): Shape {
  const places = new Map(attributes.map(({ key }, index) => [key, index]));
  const keys = [...places.keys()].sort();
  return {
    sent: attributes.map(({ key }) => key),
    keys,
    places: keys.map((key) => places.get(key) ?? 0),
    isOverflow: places.has(OVERFLOW_KEY),
  };
}
