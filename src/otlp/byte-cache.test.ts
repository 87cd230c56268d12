import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ByteCache } from './byte-cache.ts';

const LIMITS = { items: 64, bytes: 4_096 };
const WEIGHT = 10;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const text = (value: string): DataView => viewOf(Buffer.from(value));

const find = <T>(cache: ByteCache<T>, view: DataView): T | undefined => cache.find(view, 0, view.byteLength);
const keep = <T>(cache: ByteCache<T>, view: DataView, item: T): boolean =>
  cache.keep(view, 0, view.byteLength, item, WEIGHT);

describe('ByteCache', () => {
  it('finds by equal bytes, wherever they stand', () => {
    const cache = new ByteCache<string>(LIMITS);
    cache.keep(text('..operation..'), 2, 11, 'kept', WEIGHT);
    assert.equal(cache.find(text('an operation'), 3, 12), 'kept');
  });

  it('finds nothing for a part, more bytes or another one', () => {
    const cache = new ByteCache<string>(LIMITS);
    keep(cache, text('operation'), 'kept');
    for (const other of ['operatio', 'operations', 'operatioN', 'Operation', ''])
      assert.equal(find(cache, text(other)), undefined, other);
  });

  it('finds what was kept in any order, and what is the same again', () => {
    const cache = new ByteCache<number>(LIMITS);
    const keys = Array.from({ length: 10 }, (_, index) => text(`key ${index}`));
    for (const [index, key] of keys.entries()) keep(cache, key, index);
    for (const index of [0, 1, 2, 2, 9, 0, 5, 4, 9, 9])
      assert.equal(find(cache, keys[index] as DataView), index);
  });

  it('never gives the thing of other bytes, and holds to its limits', () => {
    const key = fc.uint8Array({ maxLength: 12, max: 3 });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 400 }), (keys) => {
        const cache = new ByteCache<string>(LIMITS);
        for (const bytes of keys) {
          const name = Buffer.from(bytes).toString('hex');
          const found = find(cache, viewOf(bytes));
          assert.ok(found === undefined || found === name);
          if (found === undefined) keep(cache, viewOf(bytes), name);
          assert.equal(find(cache, viewOf(bytes)), name);
          assert.ok(cache.size <= LIMITS.items && cache.bytes <= LIMITS.bytes);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('forgets all at the limit of things, and goes on', () => {
    const cache = new ByteCache<number>(LIMITS);
    for (let index = 0; index < LIMITS.items; index++) keep(cache, text(`key ${index}`), index);
    assert.equal(cache.size, LIMITS.items);
    keep(cache, text('one more'), -1);
    assert.equal(cache.size, 1);
    assert.equal(find(cache, text('one more')), -1);
    assert.equal(find(cache, text('key 0')), undefined);
  });

  it('forgets all at the limit of bytes', () => {
    const cache = new ByteCache<number>(LIMITS);
    const large = (name: string): DataView => text(name.padEnd(1_024 - WEIGHT));
    for (const name of ['a', 'b', 'c', 'd']) keep(cache, large(name), 0);
    assert.deepEqual([cache.size, cache.bytes], [4, LIMITS.bytes]);
    keep(cache, large('e'), 0);
    assert.deepEqual([cache.size, cache.bytes], [1, 1_024]);
  });

  it('does not keep what is larger than all its room, or has a long key', () => {
    assert.equal(keep(new ByteCache({ items: 64, bytes: 100 }), text('a'.repeat(91)), 0), false);
    const roomy = new ByteCache<number>({ items: 64, bytes: 100_000 });
    assert.equal(keep(roomy, text('a'.repeat(4_097)), 0), false);
    assert.equal(keep(roomy, text('a'.repeat(4_096)), 0), true);
    assert.equal(roomy.size, 1);
  });
});
