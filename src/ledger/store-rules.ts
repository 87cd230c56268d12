import type { Contract } from '../contract/contract.ts';
import type { Bounds } from './bounds.ts';
import { CacheModel, type CacheSetting } from './cache.ts';
import { answeredAt, type Effect, type Entry } from './entry.ts';
import { applyEffect, type LedgerObjects } from './objects.ts';
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
}

/** Follows the target's store, cache and HSM from entry to entry: instruments 7, 17 and 18, and the objects. */
export class StoreModel {
  objects: LedgerObjects;
  readonly #cache: CacheModel;
  readonly #hsmModel: string;

  constructor({ contract, cache, hsmModel, initialObjects }: Setting) {
    this.objects = initialObjects;
    this.#cache = new CacheModel(cache, contract.definitions);
    this.#hsmModel = hsmModel ?? 'none';
  }

  /** Entries must come in the order in which they were answered. */
  apply(entry: Entry): readonly Contribution[] {
    return entry.operations.flatMap(({ effects }) => effects.flatMap((effect) => this.#apply(effect, entry)));
  }

  #apply(effect: Effect, entry: Entry): readonly Contribution[] {
    const once = onceOf(entry);
    const at = momentOf(entry);
    const contributions = this.#contributions(effect, entry, once);
    if (effect.kind === 'destroyed') this.#cache.forgotten(effect.id);
    this.objects = applyEffect(this.objects, effect, {
      scenario: entry.scenario,
      unixMs: at,
      certain: entry.outcome.kind === 'answered',
    });
    return contributions;
  }

  #contributions(effect: Effect, entry: Entry, once: Bounds): readonly Contribution[] {
    if (effect.kind === 'hsm') return [this.#hsm(effect.operation, once)];
    if (effect.kind === 'created' && effect.place === 'store') {
      this.#cache.forgotten(effect.id);
      if (effect.wrappingKeyId !== undefined) this.#cache.created(effect.id, momentOf(entry));
      return [
        contribution('kms.database.operations.total', {}, { min: once.min, max: undefined }),
        ...(isHsmId(effect.wrappingKeyId) ? [this.#hsm('Wrap', once)] : []),
      ];
    }
    const wrappingKeyId = effect.kind === 'used' ? this.objects.get(effect.id)?.wrappingKeyId : undefined;
    if (effect.kind !== 'used' || wrappingKeyId === undefined) return [];
    const use = this.#cache.use(effect.id, entry.sentAtUnixMs, answeredAt(entry));
    return [
      contribution('kms.cache.operations.total', { operation: 'get', result: 'hit' }, use.hit),
      contribution('kms.cache.operations.total', { operation: 'get', result: 'miss' }, use.miss),
      contribution('kms.cache.operations.total', { operation: 'insert', result: 'ok' }, use.insert),
      ...(isHsmId(wrappingKeyId) ? [this.#hsm('Unwrap', use.miss)] : []),
    ];
  }

  #hsm(operation: string, value: Bounds): Contribution {
    return contribution('kms.hsm.operations.total', { operation, hsm_model: this.#hsmModel }, value);
  }
}

/** Where an entry stands in the order of events: its answer, else its sending. */
export const momentOf = (entry: Entry): number => answeredAt(entry) ?? entry.sentAtUnixMs;

/** Keys that live in the HSM are named hsm::<slot>::<label>. */
export const isHsmId = (id: string | undefined): boolean => id?.startsWith('hsm::') ?? false;
