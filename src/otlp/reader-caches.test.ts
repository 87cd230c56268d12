import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeMetrics } from './decode.ts';
import { OtlpDecodeError } from './decode-error.ts';
import { encodeMetrics } from './encode.ts';
import { MAX_ELEMENTS, MAX_ISSUES_PER_RULE } from './limits.ts';
import type { KeyValue, MetricsRequest } from './model.ts';
import { ReaderCaches } from './reader-caches.ts';
import { metricsRequest } from './testing/metrics-arbitrary.ts';
import { counterRequest } from './testing/sample.ts';
import { bytes, inMetric, len } from './testing/wire.ts';

const NO_ROOM = { items: 1, bytes: 0 };
const withoutCaches = () =>
  new ReaderCaches({ attributes: NO_ROOM, attributeSets: NO_ROOM, bounds: NO_ROOM });

function outcome(message: Uint8Array, caches: ReaderCaches): unknown {
  try {
    return decodeMetrics(message, caches);
  } catch (error) {
    if (!(error instanceof OtlpDecodeError)) throw error;
    return { refused: error.message, path: error.path, offset: error.offset };
  }
}

const dataOf = ({ resourceMetrics }: MetricsRequest) =>
  resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) => metrics.map(({ data }) => data)),
  );
const attributesOf = (message: Uint8Array, caches: ReaderCaches): readonly (readonly KeyValue[])[] =>
  dataOf(decodeMetrics(message, caches).request).flatMap(({ points }) =>
    points.map(({ attributes }) => attributes),
  );

const attribute = (key: string, value: string): Uint8Array =>
  len(7, len(1, Buffer.from(key)), len(2, len(1, Buffer.from(value))));
const sum = (...points: readonly Uint8Array[]): Uint8Array =>
  inMetric(len(7, ...points.map((p) => len(1, p))));

describe('what was read before', () => {
  it('changes nothing in what is read, whatever is read: values, issues and refusals', () => {
    const caches = new ReaderCaches();
    const edit = fc.record({ at: fc.nat(), byte: fc.nat(255) });
    fc.assert(
      fc.property(metricsRequest, fc.array(edit, { maxLength: 3 }), (request, edits) => {
        const good = encodeMetrics(request);
        const bad = Uint8Array.from(good);
        for (const { at, byte } of edits) bad[at % Math.max(good.length, 1)] = byte;
        for (const message of [good, bad, good])
          assert.deepEqual(outcome(message, caches), outcome(message, withoutCaches()));
      }),
      { numRuns: 500 },
    );
  });

  it('is the same frozen list for equal bytes, within a message and across', () => {
    const caches = new ReaderCaches();
    const [a, b] = [attribute('user', 'a'), attribute('user', 'b')];
    const [first, second, third] = attributesOf(sum(a, b, a), caches);
    const [again] = attributesOf(sum(a), caches);
    assert.equal(first, third);
    assert.equal(first, again);
    assert.notEqual(first, second);
    assert.deepEqual(second, [{ key: 'user', value: 'b' }]);
    assert.ok(Object.isFrozen(first) && Object.isFrozen(first?.[0]));
  });

  it('is not the same list where one more attribute follows', () => {
    const caches = new ReaderCaches();
    const [a, b] = [attribute('user', 'a'), attribute('user', 'b')];
    const lists = attributesOf(sum(a, bytes(a, b), bytes(b, a), a, bytes(a, b)), caches);
    assert.deepEqual(
      lists.map((list) => list.map(({ value }) => value).join('')),
      ['a', 'ab', 'ba', 'a', 'ab'],
    );
    assert.equal(lists[1], lists[4]);
    assert.equal(lists[1]?.[0], lists[0]?.[0]);
  });

  it('is frozen to the depth, but for bytes, which cannot be and are new each time', () => {
    const caches = new ReaderCaches();
    const read = (value: KeyValue['value']) =>
      attributesOf(encodeMetrics(counterRequest('c', 1n, [{ key: 'k', value }])), caches)[0];
    const nested = { keyValues: [{ key: 'list', value: ['a', { keyValues: [] }] }] };
    assert.equal(read(nested), read(nested));
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(frozen));
    assert.ok(frozen(read(nested)));
    const withBytes = { keyValues: [{ key: 'b', value: Uint8Array.of(1) }] };
    assert.notEqual(read(withBytes), read(withBytes));
    assert.deepEqual(read(withBytes), [{ key: 'k', value: withBytes }]);
  });

  it('is joined with attributes that come later in the same point, and stays as it was', () => {
    const caches = new ReaderCaches();
    const [a, b] = [attribute('user', 'a'), attribute('user', 'b')];
    const flags = bytes('40 00');
    const split = sum(a, bytes(a, flags, b, '31 01 00 00 00 00 00 00 00', b), a);
    const lists = attributesOf(split, caches);
    assert.deepEqual(
      lists.map((list) => list.map(({ value }) => value).join('')),
      ['a', 'abb', 'a'],
    );
  });

  it('never hides an issue, not even when no more of its rule are kept', () => {
    const caches = new ReaderCaches();
    const bad = bytes('3a 05 12 03 0a 01 ff');
    const many = sum(...Array.from({ length: MAX_ISSUES_PER_RULE + 2 }, () => bad));
    assert.equal(decodeMetrics(many, caches).issues.length, MAX_ISSUES_PER_RULE);
    for (const point of [bad, bytes('3a 05 12 03 0a 01 ff')])
      assert.deepEqual(
        decodeMetrics(sum(point), caches).issues.map(({ rule }) => rule),
        ['invalid-utf8'],
      );
  });

  it('counts as many elements as if it were read', () => {
    const caches = new ReaderCaches();
    const attributes = 100;
    const point = bytes('3a 00'.repeat(attributes));
    const points = (count: number): Uint8Array =>
      inMetric(len(7, Buffer.concat(Array.from({ length: count }, () => len(1, point)))));
    const around = 4;
    const left = MAX_ELEMENTS - around;
    const most = Math.floor(left / (1 + attributes));
    assert.equal(attributesOf(points(most), caches).length, most);
    const tooMany = points(most + 1);
    const fitting = (left % (1 + attributes)) - 1;
    assert.throws(
      () => decodeMetrics(tooMany, caches),
      (error) =>
        error instanceof OtlpDecodeError &&
        error.message.includes(`more than ${MAX_ELEMENTS}`) &&
        error.offset === tooMany.length - point.length + 2 * fitting + 1,
    );
  });

  it('gives equal boundaries of histograms once, and reads packed, split and single ones alike', () => {
    const caches = new ReaderCaches();
    const half = '00 00 00 00 00 00 e0 3f';
    const one = '00 00 00 00 00 00 f0 3f';
    const histogram = (...points: readonly Uint8Array[]): Uint8Array =>
      inMetric(len(9, ...points.map((p) => len(1, p))));
    const message = histogram(
      len(7, half, one),
      bytes(len(7, half), len(7, one)),
      bytes(`39 ${half}`, `39 ${one}`),
      len(7, half, one),
      len(7, half),
    );
    const [data] = dataOf(decodeMetrics(message, caches).request);
    assert.ok(data?.kind === 'histogram');
    const bounds = data.points.map(({ explicitBounds }) => explicitBounds);
    assert.deepEqual(bounds, [[0.5, 1], [0.5, 1], [0.5, 1], [0.5, 1], [0.5]]);
    assert.equal(bounds[0], bounds[3]);
    assert.ok(Object.isFrozen(bounds[0]));
  });

  it('of a single boundary is not taken for packed ones of the same bytes', () => {
    const caches = new ReaderCaches();
    const seven = '07 00 00 00 00 00 e0 3f';
    const histogram = (point: string): Uint8Array => inMetric(len(9, len(1, point)));
    decodeMetrics(histogram(`39 ${seven}`), caches);
    assert.throws(() => decodeMetrics(histogram(`3a ${seven}`), caches), OtlpDecodeError);
  });

  it('is forgotten at the limit', () => {
    const limits = { items: 8, bytes: 2 ** 16 };
    const caches = new ReaderCaches({ attributes: limits, attributeSets: limits, bounds: limits });
    const users = Array.from({ length: 100 }, (_, index) => attribute('user', `${index}`));
    const lists = attributesOf(sum(...users, ...users), caches);
    assert.deepEqual(
      lists.map(([one]) => one?.value),
      [...users, ...users].map((_, index) => `${index % users.length}`),
    );
    assert.ok(caches.attributes.size <= 8 && caches.attributeSets.size <= 8);
  });
});
