import type { Instrument } from '../../contract/contract.ts';
import { contains } from '../../ledger/bounds.ts';
import type { Moment } from '../moment.ts';
import { distance, skeleton } from '../names.ts';
import { seriesOf, wholeTotal } from '../state.ts';
import type { View } from '../view.ts';
import { promisedShape, type Shape, shapesOf } from './shape.ts';

/** Names further apart than this share of their letters are not the same thing, unless all else fits. */
const FARTHEST = 0.5;

/** What a trait that does not fit weighs, in the same measure. */
const TRAIT = 0.1;

/** That the number is exactly the predicted one says more than its name does. */
const SAME_NUMBER = 0.4;

/** What was exported under a name of its own and comes nearest to an instrument that was not exported. */
export function nearestShape(
  instrument: Instrument,
  view: View,
  moment: Moment | undefined,
): Shape | undefined {
  const documented = new Set(view.contract.instruments.map(({ name }) => name));
  const promised = promisedShape(instrument);
  const [best] = shapesOf(view)
    .filter(({ name }) => !documented.has(name))
    .map((shape) => ({ shape, far: farness(shape, promised, moment) }))
    .filter(({ far }) => far <= FARTHEST)
    .toSorted((a, b) => a.far - b.far);
  return best?.shape;
}

function farness(shape: Shape, promised: Shape, moment: Moment | undefined): number {
  const letters =
    skeleton(shape.name) === skeleton(promised.name)
      ? 0
      : distance(shape.name, promised.name) / Math.max(shape.name.length, promised.name.length);
  const wrongTraits = [
    shape.kind !== promised.kind,
    shape.unit !== promised.unit,
    shape.keys.join() !== promised.keys.join(),
  ].filter(Boolean).length;
  return letters + TRAIT * wrongTraits - (hasNumberOf(shape.name, promised.name, moment) ? SAME_NUMBER : 0);
}

function hasNumberOf(received: string, promised: string, moment: Moment | undefined): boolean {
  const expected = moment?.prediction.instruments.get(promised)?.total;
  const total = moment === undefined ? undefined : wholeTotal(seriesOf(moment.state, received));
  return expected !== undefined && expected.min > 0n && total !== undefined && contains(expected, total);
}
