import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soundRecord } from '../record.fixture.ts';
import { viewOf } from '../view.ts';
import { MOST_BYTES_OF_A_REQUEST, size } from './size.ts';

/** The sound record with requests of these sizes at its end: parts of one collection. */
const kindsWith = (...sizes: readonly number[]): readonly string[] => {
  const record = soundRecord();
  const { exports } = record;
  const resized = exports.map((exported, index) => {
    const bytes = sizes[index - (exports.length - sizes.length)];
    return bytes === undefined ? exported : { ...exported, raw: new Uint8Array(bytes) };
  });
  const view = viewOf({ ...record, exports: resized });
  const whole = { ...view.collections.at(-1), from: exports.length - sizes.length, to: exports.length };
  return size({ ...view, collections: [whole as (typeof view.collections)[number]] }).map(({ kind }) => kind);
};

test('a request may have 4 MiB and no byte more', () => {
  assert.deepEqual(kindsWith(MOST_BYTES_OF_A_REQUEST + 1), ['finding']);
  assert.deepEqual(kindsWith(MOST_BYTES_OF_A_REQUEST, 1), ['exercised']);
});

test('a collection that one request can hold puts nothing to the test', () => {
  assert.deepEqual(kindsWith(MOST_BYTES_OF_A_REQUEST), []);
  assert.deepEqual(kindsWith(MOST_BYTES_OF_A_REQUEST / 2, MOST_BYTES_OF_A_REQUEST / 2), []);
  assert.deepEqual(kindsWith(MOST_BYTES_OF_A_REQUEST / 2, MOST_BYTES_OF_A_REQUEST / 2 + 1), ['exercised']);
});
