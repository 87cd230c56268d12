import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeMetrics } from './decode.ts';
import { OtlpDecodeError } from './decode-error.ts';
import { MAX_ELEMENTS, MAX_POINTS, MAX_VALUE_DEPTH } from './limits.ts';
import { bytes, inMetric, inResourceAttribute, len, METRIC_PATH } from './testing/wire.ts';

const POINTS = `${METRIC_PATH}.gauge.data_points`;
const VALUE = 'resource_metrics[0].resource.attributes[0].value';

function nestedValue(depth: number): Uint8Array {
  let value = bytes('10 01');
  for (let level = 1; level < depth; level++) value = len(5, len(1, value));
  return value;
}

const TOO_DEEP = inResourceAttribute(nestedValue(MAX_VALUE_DEPTH + 1));

const cases: readonly {
  readonly name: string;
  readonly message: Uint8Array;
  readonly problem: RegExp;
  readonly path: string;
  readonly offset: number;
}[] = [
  { name: 'field number 0', message: bytes('00'), problem: /field number/, path: '', offset: 0 },
  {
    name: 'a tag above 32 bits',
    message: bytes('8a 80 80 80 10 00'),
    problem: /field number/,
    path: '',
    offset: 0,
  },
  { name: 'a tag cut off', message: bytes('8a'), problem: /varint is cut off/, path: '', offset: 0 },
  {
    name: 'a length cut off',
    message: bytes('0a 80'),
    problem: /varint is cut off/,
    path: 'resource_metrics',
    offset: 1,
  },
  {
    name: 'a length beyond the end',
    message: bytes('0a 02 0a'),
    problem: /length goes beyond .* 1 bytes left/,
    path: 'resource_metrics',
    offset: 1,
  },
  {
    name: 'a length of 2^63',
    message: bytes('0a 80 80 80 80 80 80 80 80 80 01'),
    problem: /length goes beyond/,
    path: 'resource_metrics',
    offset: 1,
  },
  {
    name: 'a length beyond the parent, but within the message',
    message: bytes(len(1, '12 05'), '0a 03 1a 01 41'),
    problem: /length goes beyond .* 0 bytes left/,
    path: 'resource_metrics[0].scope_metrics',
    offset: 3,
  },
  {
    name: 'a varint of 11 bytes',
    message: inResourceAttribute('18 80 80 80 80 80 80 80 80 80 80 01'),
    problem: /longer than 64 bits/,
    path: `${VALUE}.int_value`,
    offset: 9,
  },
  {
    name: 'a varint of 65 bits',
    message: inResourceAttribute('18 ff ff ff ff ff ff ff ff ff 02'),
    problem: /longer than 64 bits/,
    path: `${VALUE}.int_value`,
    offset: 9,
  },
  {
    name: 'a double cut off by its parent',
    message: inMetric(len(5, len(1, '21 00 00'))),
    problem: /8 bytes are due, the message has 2 left/,
    path: `${POINTS}[0].as_double`,
    offset: 11,
  },
  {
    name: 'the wrong wire type',
    message: inMetric('0d 00 00 00 00'),
    problem: /wire type 5 where 2 is due/,
    path: `${METRIC_PATH}.name`,
    offset: 6,
  },
  {
    name: 'a group in a known field',
    message: inMetric('0b 0c'),
    problem: /wire type 3/,
    path: `${METRIC_PATH}.name`,
    offset: 6,
  },
  {
    name: 'a group in an unknown field',
    message: inMetric('a3 06 a4 06'),
    problem: /wire type 3 .*groups/,
    path: METRIC_PATH,
    offset: 8,
  },
  { name: 'wire type 7', message: bytes('a7 06'), problem: /wire type 7/, path: '', offset: 2 },
  {
    name: 'an unknown field cut off',
    message: bytes('a1 06 00'),
    problem: /8 bytes are due/,
    path: '',
    offset: 2,
  },
  {
    name: 'packed doubles whose length is not a multiple of 8',
    message: inMetric(len(9, len(1, len(7, '00'.repeat(12))))),
    problem: /8 bytes are due, the message has 4 left/,
    path: `${METRIC_PATH}.histogram.data_points[0].explicit_bounds`,
    offset: 20,
  },
  {
    name: 'values nested one level too deep',
    message: TOO_DEEP,
    problem: new RegExp(`nested deeper than ${MAX_VALUE_DEPTH}`),
    path: `${VALUE}${'.array_value.values[0]'.repeat(MAX_VALUE_DEPTH).slice(0, -3)}`,
    offset: TOO_DEEP.length - 3,
  },
];

describe('OtlpDecodeError', () => {
  for (const { name, message, problem, path, offset } of cases)
    it(`names ${name}`, () => {
      assert.throws(
        () => decodeMetrics(message),
        (error) => {
          assert.ok(error instanceof OtlpDecodeError);
          assert.match(error.message, problem);
          assert.equal(error.path, path);
          assert.equal(error.offset, offset);
          assert.match(error.message, new RegExp(`byte ${offset}\\.$`));
          return true;
        },
      );
    });

  it('does not come for values nested as deep as allowed', () => {
    const { request } = decodeMetrics(inResourceAttribute(nestedValue(MAX_VALUE_DEPTH)));
    assert.equal(request.resourceMetrics[0]?.attributes.length, 1);
  });

  it('comes for one data point too many', () => {
    const points = (count: number) => inMetric(len(5, Buffer.alloc(2 * count, '0a00', 'hex')));
    assert.throws(
      () => decodeMetrics(points(MAX_POINTS + 1)),
      new RegExp(`more than ${MAX_POINTS} data points`),
    );
  });

  it('comes for one element too many, packed or not', () => {
    const packed = inMetric(len(10, len(1, len(8, len(2, new Uint8Array(MAX_ELEMENTS + 1))))));
    assert.throws(() => decodeMetrics(packed), new RegExp(`more than ${MAX_ELEMENTS}`));
  });
});
