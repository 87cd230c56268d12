import fc from 'fast-check';
import { encodeMetrics } from '../../../src/otlp/encode.ts';
import { WireWriter } from '../../../src/otlp/wire-writer.ts';
import { byteEdits, editedBytes } from '../inputs/byte-edits.ts';
import { HOSTILE_TURN, instruments, turn } from './stage.ts';
import { editedValues, valueEdits } from './value-edits.ts';

const good = turn(HOSTILE_TURN);
const goodBytes = encodeMetrics(good);

/** A small part of the instruments, so that an edit meets what it is meant to meet. */
const small: fc.Arbitrary<typeof good> = fc
  .subarray([...instruments, 'strange'], { minLength: 1, maxLength: 3 })
  .map((names) => ({
    resourceMetrics: good.resourceMetrics.map((resource) => ({
      ...resource,
      scopeMetrics: resource.scopeMetrics.map((scope) => ({
        ...scope,
        metrics: scope.metrics.filter(({ name }) => names.includes(name)),
      })),
    })),
  }));

/** Bytes that were a good export. */
export const exportBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(small, byteEdits).map(([one, edits]) => editedBytes(encodeMetrics(one), edits)),
  },
  { weight: 1, arbitrary: byteEdits.map((edits) => editedBytes(goodBytes, edits)) },
);

/** A message that can be read, with values that no KMS should send. */
export const exportValues: fc.Arbitrary<Uint8Array> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(small, valueEdits).map(([one, edits]) => encodeMetrics(editedValues(one, edits))),
  },
  { weight: 1, arbitrary: valueEdits.map((edits) => encodeMetrics(editedValues(good, edits))) },
);

const MOST_DEPTH = 100_000;
const MOST_PARTS = 20_000;

/** ResourceMetrics, ScopeMetrics, Metric, Sum, NumberDataPoint and its attributes: the fields on the way to a value. */
const WAY_TO_VALUE = [1, 2, 2, 7, 1, 7, 2];
const ARRAY_VALUE = [5, 1];

/** An attribute in an attribute in an attribute: built from inside, in one pass. */
const deep = (depth: number): Uint8Array => {
  const fields = [...WAY_TO_VALUE, ...Array.from({ length: depth }, () => ARRAY_VALUE).flat()];
  const heads: Buffer[] = [];
  let length = 0;
  for (const field of fields.toReversed()) {
    const head = Buffer.concat([Buffer.from([field * 8 + 2]), varint(length)]);
    heads.push(head);
    length += head.length;
  }
  return Buffer.concat(heads.toReversed());
};

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 0x80);
  return Buffer.from([...bytes, rest]);
};

/** So many parts of one kind, each as small as can be. */
const many = (way: readonly number[], parts: number): Uint8Array => {
  const writer = new WireWriter();
  const into = (rest: readonly number[]): void => {
    const [field, ...further] = rest;
    if (field === undefined) return;
    if (further.length > 0) writer.message(field, () => into(further));
    else for (let written = 0; written < parts; written += 1) writer.message(field, () => undefined);
  };
  into(way);
  return writer.finish();
};

/** To resources, scopes, metrics, points of each kind, attributes, exemplars, and buckets. */
const WAYS = [
  [1],
  [1, 2],
  [1, 2, 2],
  [1, 2, 2, 5, 1],
  [1, 2, 2, 7, 1],
  [1, 2, 2, 9, 1],
  [1, 2, 2, 10, 1],
  [1, 2, 2, 11, 1],
  [1, 2, 2, 7, 1, 7],
  [1, 2, 2, 7, 1, 5],
];

/** Messages that are made to exhaust their reader. */
export const exportBombs: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.integer({ min: 1, max: MOST_DEPTH }).map(deep),
  fc
    .tuple(fc.constantFrom(...WAYS), fc.integer({ min: 1, max: MOST_PARTS }))
    .map(([way, parts]) => many(way, parts)),
);
