import type { Definitions } from '../contract/contract.ts';
import { type Bounds, exactly, upTo, ZERO } from './bounds.ts';

/** How the target's unwrap cache was configured; undefined = switched off. */
export type CacheSetting = { readonly idleSeconds: number; readonly maxEntries: number } | undefined;

/** What one use of a wrapped object must have counted. */
export interface CacheUse {
  readonly hit: Bounds;
  readonly miss: Bounds;
  readonly insert: Bounds;
}

interface Cached {
  /** The target looked it up between these two. */
  readonly usedFromUnixMs: number;
  readonly usedAtUnixMs: number;
  /** Before this moment another request may have missed as well; infinite while no use of it was answered. */
  readonly filledAtUnixMs: number;
}

/** Follows the unwrap cache from use to use: idle time and size limit, least recently used out first. */
export class CacheModel {
  readonly #setting: CacheSetting;
  readonly #definitions: Definitions;
  readonly #cached = new Map<string, Cached>();

  constructor(setting: CacheSetting, definitions: Definitions) {
    this.#setting = setting;
    this.#definitions = definitions;
  }

  created(id: string, atUnixMs: number): void {
    if (this.#definitions.cacheFillAtCreation)
      this.#fill(id, { usedFromUnixMs: atUnixMs, usedAtUnixMs: atUnixMs, filledAtUnixMs: atUnixMs });
  }

  forgotten(id: string): void {
    this.#cached.delete(id);
  }

  /** @param unwrap is told how often the object is unwrapped, before the cache is filled */
  use(
    id: string,
    sentAtUnixMs: number,
    answeredAtUnixMs: number | undefined,
    unwrap: (miss: Bounds) => void = () => {},
  ): CacheUse {
    const one = answeredAtUnixMs === undefined ? upTo(1n) : exactly(1n);
    if (this.#setting === undefined) {
      unwrap(one);
      return { hit: ZERO, miss: one, insert: this.#definitions.cacheInsertWhenOff ? one : ZERO };
    }
    const cached = this.#cached.get(id);
    const at = answeredAtUnixMs ?? sentAtUnixMs;
    const stale = cached === undefined ? 'yes' : this.#stale(cached, sentAtUnixMs, at);
    const filledAt = answeredAtUnixMs ?? Number.POSITIVE_INFINITY;
    const counted = countedBy(stale === 'yes' ? undefined : cached, stale === 'maybe', sentAtUnixMs, one);
    unwrap(counted.miss);
    this.#fill(id, {
      usedFromUnixMs: sentAtUnixMs,
      usedAtUnixMs: at,
      filledAtUnixMs: stale === 'no' ? Math.min(filledAt, cached?.filledAtUnixMs ?? filledAt) : filledAt,
    });
    return counted;
  }

  /** Whether it had been idle for too long when the target looked it up, which was between sending and answer. */
  #stale(cached: Cached, sentAtUnixMs: number, answeredAtUnixMs: number): 'yes' | 'maybe' | 'no' {
    const idleMs = (this.#setting?.idleSeconds ?? 0) * 1000;
    if (sentAtUnixMs - cached.usedAtUnixMs > idleMs) return 'yes';
    return answeredAtUnixMs - cached.usedFromUnixMs > idleMs ? 'maybe' : 'no';
  }

  #fill(id: string, cached: Cached): void {
    this.#cached.delete(id);
    this.#cached.set(id, cached);
    const oldest = this.#cached.keys().next().value;
    if (oldest !== undefined && this.#cached.size > (this.#setting?.maxEntries ?? 0))
      this.#cached.delete(oldest);
  }
}

function countedBy(
  cached: Cached | undefined,
  isPerhapsStale: boolean,
  sentAtUnixMs: number,
  one: Bounds,
): CacheUse {
  if (cached === undefined) return { hit: ZERO, miss: one, insert: one };
  const filling = sentAtUnixMs < cached.filledAtUnixMs;
  return filling || isPerhapsStale
    ? { hit: upTo(1n), miss: upTo(1n), insert: upTo(1n) }
    : { hit: one, miss: ZERO, insert: ZERO };
}
