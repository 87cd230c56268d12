import type { Contract } from '../contract/contract.ts';
import type { Bounds } from './bounds.ts';
import { CacheModel, type CacheSetting } from './cache.ts';
import { answeredAt, type Effect, type Entry } from './entry.ts';
import { changedBy, type LedgerObject, type LedgerObjects } from './objects.ts';
import { onceOf } from './request-rules.ts';
import { type Contribution, contribution } from './tally.ts';

/** What the target was started with, as far as it decides values. */
export interface Setting {
  readonly contract: Contract;
  readonly cache: CacheSetting;
  /** Label of the HSM; undefined where the target has none. */
  readonly hsmModel: string | undefined;
  /** What the store held when the target started. */
  readonly initialObjects: LedgerObjects;
  /**
   * How long after the traffic a timer may refresh the counts of objects and keys; undefined: one push interval and
   * a second, or at once where the target was told to push at a test interval.
   */
  readonly countsLagMs?: number;
  /** Somebody was active before the suite came: whether one of its own users is not known. */
  readonly ranBefore?: boolean;
  /** Others use it as well: only series of these users are the suite's own. */
  readonly ownUsers?: readonly string[];
}

/** Follows the target's store, cache and HSM from entry to entry: instruments 7, 17 and 18, and the objects. */
export class StoreModel {
  readonly #objects: Map<string, LedgerObject>;
  readonly #cache: CacheModel;
  readonly #hsmModel: string;

  constructor({ contract, cache, hsmModel, initialObjects }: Setting) {
    this.#objects = new Map(initialObjects);
    this.#cache = new CacheModel(cache, contract.definitions);
    this.#hsmModel = hsmModel ?? 'none';
  }

  get objects(): LedgerObjects {
    return this.#objects;
  }

  /** Entries must come in the order in which they were answered. */
  apply(entry: Entry): readonly Contribution[] {
    const all: Contribution[] = [];
    for (const { effects } of entry.operations)
      for (const effect of effects) all.push(...this.#apply(effect, entry));
    return all;
  }

  #apply(effect: Effect, entry: Entry): readonly Contribution[] {
    const changed = changedBy(effect, this.#objects, {
      scenario: entry.scenario,
      user: entry.user,
      unixMs: momentOf(entry),
      certain: entry.outcome.kind === 'answered',
    });
    if (changed !== undefined && 'id' in effect) this.#objects.set(effect.id, changed);
    switch (effect.kind) {
      case 'hsm':
        return [this.#hsm(effect.operation, onceOf(entry))];
      case 'created':
      case 'rekeyed':
        return this.#made(effect.id, entry);
      case 'used':
        if (effect.inVain) return this.#missed(effect.id, onceOf(entry));
        return this.#used(effect.id, entry.sentAtUnixMs, effect.perhaps ? undefined : answeredAt(entry));
      case 'destroyed':
        this.#cache.forgotten(effect.id);
        return [];
      default:
        return [];
    }
  }

  #made(id: string, entry: Entry): readonly Contribution[] {
    const { place, wrappingKeyId } = this.#objects.get(id) ?? {};
    if (place !== 'store') return [];
    const once = onceOf(entry);
    this.#cache.forgotten(id);
    const wrapping =
      wrappingKeyId === undefined
        ? []
        : isHsmId(wrappingKeyId)
          ? [this.#hsm('Wrap', once)]
          : this.#used(wrappingKeyId, entry.sentAtUnixMs, answeredAt(entry));
    if (wrappingKeyId !== undefined) this.#cache.created(id, momentOf(entry));
    return [
      contribution('kms.database.operations.total', {}, { min: once.min, max: undefined }),
      ...wrapping,
    ];
  }

  /** A wrapping key may be wrapped itself: a miss of what it wraps is a use of it. */
  #used(id: string, sentAtUnixMs: number, answeredAtUnixMs: number | undefined): readonly Contribution[] {
    const wrappingKeyId = this.#objects.get(id)?.wrappingKeyId;
    if (wrappingKeyId === undefined) return [];
    let unwrapping: readonly Contribution[] = [];
    const { hit, miss, insert } = this.#cache.use(id, sentAtUnixMs, answeredAtUnixMs, (times) => {
      unwrapping = this.#unwrapped(wrappingKeyId, times, sentAtUnixMs, answeredAtUnixMs);
    });
    return [
      contribution('kms.cache.operations.total', { operation: 'get', result: 'hit' }, hit),
      contribution('kms.cache.operations.total', { operation: 'get', result: 'miss' }, miss),
      contribution('kms.cache.operations.total', { operation: 'insert', result: 'ok' }, insert),
      ...unwrapping,
    ];
  }

  /** It was not in the cache, and did not get there. */
  #missed(id: string, once: Bounds): readonly Contribution[] {
    const wrappingKeyId = this.#objects.get(id)?.wrappingKeyId;
    if (wrappingKeyId === undefined) return [];
    return [
      contribution('kms.cache.operations.total', { operation: 'get', result: 'miss' }, once),
      ...(isHsmId(wrappingKeyId) ? [] : this.#missed(wrappingKeyId, once)),
    ];
  }

  #unwrapped(
    wrappingKeyId: string,
    times: Bounds,
    sentAtUnixMs: number,
    answeredAtUnixMs: number | undefined,
  ): readonly Contribution[] {
    if (isHsmId(wrappingKeyId)) return [this.#hsm('Unwrap', times)];
    if (times.max === 0n) return [];
    return this.#used(wrappingKeyId, sentAtUnixMs, times.min === times.max ? answeredAtUnixMs : undefined);
  }

  #hsm(operation: string, value: Bounds): Contribution {
    return contribution('kms.hsm.operations.total', { hsm_model: this.#hsmModel, operation }, value);
  }
}

/** Where an entry stands in the order of events: its answer, else its sending. */
export const momentOf = (entry: Entry): number => answeredAt(entry) ?? entry.sentAtUnixMs;

/** Keys that live in the HSM are named hsm::<slot>::<label>. */
export const isHsmId = (id: string | undefined): boolean => id?.startsWith('hsm::') ?? false;
