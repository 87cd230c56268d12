import type { Instrument } from '../../contract/contract.ts';
import { remembered } from '../remembered.ts';
import type { Sample } from '../sample.ts';
import type { View } from '../view.ts';

/** How a name was exported: what a user of the metric would see of its definition. */
export interface Shape {
  readonly name: string;
  readonly kind: Sample['kind'];
  readonly unit: string;
  /** Sorted. */
  readonly keys: readonly string[];
}

/** Every way in which any name was exported, once. */
export const shapesOf: (view: View) => readonly Shape[] = remembered(({ samples }: View) => [
  ...new Map(samples.map(shapeOf).map((shape) => [JSON.stringify(shape), shape])).values(),
]);

const shapeOf = ({ instrument, kind, metric, attributes }: Sample): Shape => ({
  name: instrument,
  kind,
  unit: metric.unit,
  keys: [...attributes.keys()].sort(),
});

export const promisedShape = ({ name, kind, unit, attributes }: Instrument): Shape => ({
  name,
  kind,
  unit,
  keys: attributes.map(({ key }) => key).sort(),
});

/** One line per trait, so that two shapes can be held side by side. */
export const shapeLines = ({ name, kind, unit, keys }: Shape): string =>
  [
    `name        ${name}`,
    `kind        ${kind}`,
    `unit        ${unit === '' ? '(none)' : unit}`,
    `attributes  ${keys.length === 0 ? '(none)' : keys.join(', ')}`,
  ].join('\n');

export const describeShape = ({ name, kind, unit, keys }: Shape): string =>
  `${name}, ${kind}, ${unit === '' ? 'without a unit' : `unit ${unit}`}, ${keys.length === 0 ? 'without attributes' : `by ${keys.join(', ')}`}`;
