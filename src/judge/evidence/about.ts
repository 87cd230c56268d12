import type { Instrument } from '../../contract/contract.ts';
import type { Finding } from '../finding.ts';
import type { Moment } from '../moment.ts';
import { rememberedByName } from '../remembered.ts';
import { seriesOf } from '../state.ts';
import type { View } from '../view.ts';
import { keysEdit, kindEdit, nameEdit, unitEdit } from './definition-edits.ts';
import type { FindingReport } from './evidence.ts';
import { nearestShape } from './nearest.ts';
import { renamingIn } from './series.ts';
import { describeShape, promisedShape, type Shape, shapeLines, shapesOf } from './shape.ts';
import { scaleOf, valueEdit } from './value-edits.ts';
import { valueSides } from './value-lines.ts';
import { wrongMoment } from './wrong-moment.ts';

export type Evidence = Pick<FindingReport, 'expected' | 'received' | 'nearest'>;

/** Nothing came under the name; or its definition is wrong; or what it counts. */
export function about(finding: Finding, instrument: Instrument, view: View): Evidence {
  const aspect = finding.check.split('/')[1];
  const promised = promisedShape(instrument);
  const moment = wrongMoment(view, instrument.name).moment;
  const own = shapesOf(view).filter(({ name }) => name === instrument.name);
  if (own.length === 0 || finding.check === 'catalogue/near-misses')
    return ofName(promised, nearestShape(instrument, view, moment));
  const wrong = wrongShape(aspect, own, promised);
  if (wrong !== undefined)
    return ofDefinition(aspect ?? '', wrong, promised, scaleAt(instrument.name, moment));
  const shape = own.at(-1) ?? promised;
  const clockEdit = CLOCK_EDITS[instrument.name];
  if (clockEdit !== undefined && aspect !== 'time') {
    const nearest = { received: describeShape(shape), edit: clockEdit };
    return { expected: undefined, received: undefined, nearest };
  }
  if (moment === undefined || aspect === 'time')
    return { expected: undefined, received: undefined, nearest: timeEdit(finding, shape) };
  const { own: ownEdit, sides } = ofValue(view, instrument.name);
  const edit = ownEdit ?? distinguishingEdit(finding, instrument);
  return {
    expected: sides?.expected,
    received: sides?.received,
    nearest: edit === undefined ? undefined : { received: describeShape(shape), edit },
  };
}

/** Many findings are about the values of one instrument. */
const ofValue = rememberedByName((view: View, name) => {
  const { moment } = wrongMoment(view, name);
  const renaming = renamingIn(view, name);
  return moment === undefined
    ? { own: undefined, sides: undefined }
    : { own: valueEdit(name, moment, renaming), sides: valueSides(name, moment, renaming) };
});

const ofName = (promised: Shape, near: Shape | undefined): Evidence => ({
  expected: shapeLines(promised),
  received: near === undefined ? '' : shapeLines(near),
  nearest:
    near === undefined
      ? { received: 'nothing under a similar name', edit: `export ${describeShape(promised)}` }
      : { received: describeShape(near), edit: nameEdit(near.name, promised.name) },
});

function ofDefinition(aspect: string, wrong: Shape, promised: Shape, scale: number | undefined): Evidence {
  const edits: Readonly<Record<string, string | undefined>> = {
    kind: kindEdit(wrong, promised),
    unit: unitEdit(wrong, promised, scale),
    attributes: keysEdit(wrong, promised),
  };
  const edit = edits[aspect];
  return {
    expected: shapeLines(promised),
    received: shapeLines(wrong),
    nearest: edit === undefined ? undefined : { received: describeShape(wrong), edit },
  };
}

/** The shape in which a definition is not as promised. */
const wrongShape = (aspect: string | undefined, own: readonly Shape[], promised: Shape): Shape | undefined =>
  own.find((shape) => {
    if (aspect === 'kind') return shape.kind !== promised.kind;
    if (aspect === 'unit') return shape.unit !== promised.unit;
    return aspect === 'attributes' && shape.keys.join() !== promised.keys.join();
  });

function scaleAt(name: string, moment: Moment | undefined): number | undefined {
  const prediction = moment?.prediction.instruments.get(name);
  return moment === undefined || prediction === undefined
    ? undefined
    : scaleOf(prediction, seriesOf(moment.state, name));
}

/** Their values come from the clock, not from traffic: there is no prediction to hold them against. */
const CLOCK_EDITS: Readonly<Record<string, string>> = {
  'kms.server.uptime': 'report the seconds since the process began, anew at every collection',
  'kms.server.start_time':
    'report the Unix time in seconds at which the process began, the same in every export',
};

/** What is wrong with times, and what makes it right. */
const TIME_EDITS: readonly (readonly [wrong: string, edit: string])[] = [
  ['point time is missing', 'set time_unix_nano to the time of collection'],
  ['after the point time', 'set start_time_unix_nano to the start of the series, before time_unix_nano'],
  ['before the start of the process', 'set start_time_unix_nano to when this process began to count'],
  ['is negative', 'count with a counter that only adds, or make it an up-down counter'],
  ['in the future', 'set time_unix_nano to the time of collection, in nanoseconds since 1970'],
  ['far in the past', 'set time_unix_nano to the time of collection, anew in every export'],
  ['carry different values', 'send one point per series and time'],
  ['goes back', 'set time_unix_nano to the time of collection, anew in every export'],
  ['overlap or leave a gap', 'begin every delta where the one before has ended'],
  ['start time of a cumulative series changes', 'keep start_time_unix_nano as long as the process lives'],
  ['monotonic value falls', 'never take back from a counter, or make it an up-down counter'],
];

function timeEdit({ message }: Finding, shape: Shape): Evidence['nearest'] {
  const edit = TIME_EDITS.find(([wrong]) => message.includes(wrong))?.[1];
  return edit === undefined ? undefined : { received: describeShape(shape), edit };
}

const distinguishingEdit = ({ message }: Finding, { attributes, name }: Instrument): string | undefined => {
  const key = attributes.find(({ distinguishes }) => distinguishes)?.key;
  return key !== undefined && message.startsWith('no attribute')
    ? `add to ${name} the attribute ${key} with a value of its own for each ${key}`
    : undefined;
};
