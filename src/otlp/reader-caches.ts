import { ByteCache, type ByteCacheLimits } from './byte-cache.ts';
import { IntegerCache } from './integer-cache.ts';
import type { KeyValue } from './model.ts';
import { TextCache } from './text-cache.ts';

/** What was read, and how many messages and values (limits.ts) its bytes hold. */
export interface Kept<T> {
  readonly item: T;
  readonly elements: number;
}

export interface CacheLimits {
  readonly attributes: ByteCacheLimits;
  readonly attributeSets: ByteCacheLimits;
  readonly bounds: ByteCacheLimits;
}

const MEBIBYTE = 2 ** 20;

const LIMITS: CacheLimits = {
  attributes: { items: 2 ** 16, bytes: 8 * MEBIBYTE },
  attributeSets: { items: 2 ** 17, bytes: 64 * MEBIBYTE },
  bounds: { items: 2 ** 10, bytes: MEBIBYTE },
};

/**
 * What messages repeat, kept from one to the next, so that it is read once and shared: equal bytes give the same
 * object, which is frozen. What has an issue, and what cannot be frozen because it holds bytes, is not kept.
 */
export class ReaderCaches {
  readonly texts = new TextCache();
  readonly integers = new IntegerCache();
  /** Single attributes. */
  readonly attributes: ByteCache<Kept<KeyValue>>;
  /** All attributes of one resource, scope or point that follow each other. */
  readonly attributeSets: ByteCache<Kept<readonly KeyValue[]>>;
  /** Packed boundaries of histograms. */
  readonly bounds: ByteCache<Kept<readonly number[]>>;

  constructor(limits: CacheLimits = LIMITS) {
    this.attributes = new ByteCache(limits.attributes);
    this.attributeSets = new ByteCache(limits.attributeSets);
    this.bounds = new ByteCache(limits.bounds);
  }
}
