import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CodecError, decode, encode } from './codec.ts';

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('$map', '$', '__proto__', '\ud800', ''));

/** All that `encode` takes. */
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, undefined, true, false, -0, Number.NaN, Number.POSITIVE_INFINITY),
    fc.double(),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
    text,
    fc.uint8Array(),
    fc.array(tie('data')),
    fc.array(tie('data')).map((items) => new Set(items)),
    fc.array(fc.tuple(tie('data'), tie('data'))).map((pairs) => new Map(pairs)),
    fc.array(fc.tuple(text, tie('data'))).map((pairs) => Object.fromEntries(pairs)),
  ),
}));

test('whatever is written as text comes back as it was', () => {
  fc.assert(
    fc.property(data, (value) => {
      assert.deepEqual(decode(JSON.parse(JSON.stringify(encode(value)))), value);
    }),
  );
});

test('any JSON is either read or refused with a sentence', () => {
  const key = fc.oneof(
    fc.string(),
    fc.constantFrom('$number', '$bigint', '$bytes', '$map', '$set', '$object'),
  );
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('json')),
      fc.dictionary(key, tie('json'), { maxKeys: 2 }),
    ),
  }));
  fc.assert(
    fc.property(json, (value) => {
      try {
        decode(value);
      } catch (error) {
        assert.ok(error instanceof CodecError, String(error));
      }
    }),
  );
});

test('what is nested too deep is refused, not followed', () => {
  const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
  assert.throws(() => decode(deep), { name: 'CodecError', message: /nested deeper than 32 levels/ });
});

test('what is no plain data is refused before it is lost', () => {
  for (const value of [new Date(0), () => 1, Symbol('s')]) assert.throws(() => encode(value), TypeError);
});
