import { createHash } from 'node:crypto';
import type { TtlvStructure } from '../../kmip/ttlv.ts';

export interface UnwrapCacheOptions {
  /** Milliseconds without use after which an object is forgotten. */
  readonly idleMs: number;
  readonly maxEntries: number;
  /** Milliseconds that never step back. */
  readonly monotonicMs: () => number;
}

interface Entry {
  readonly fingerprint: string;
  readonly object: TtlvStructure;
  usedAtMs: number;
}

const fingerprintOf = (sealed: Uint8Array): string => createHash('sha256').update(sealed).digest('base64');

/** Opened objects, least recently used first. A new seal under the same identifier never finds the old content. */
export class UnwrapCache {
  readonly #options: UnwrapCacheOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: UnwrapCacheOptions) {
    this.#options = options;
  }

  get(id: string, sealed: Uint8Array): TtlvStructure | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    this.#entries.delete(id);
    if (this.#isIdle(entry) || entry.fingerprint !== fingerprintOf(sealed)) return undefined;
    entry.usedAtMs = this.#options.monotonicMs();
    this.#entries.set(id, entry);
    return entry.object;
  }

  insert(id: string, sealed: Uint8Array, object: TtlvStructure): void {
    this.#entries.delete(id);
    this.#entries.set(id, {
      fingerprint: fingerprintOf(sealed),
      object,
      usedAtMs: this.#options.monotonicMs(),
    });
    for (const [oldest, entry] of this.#entries) {
      if (this.#entries.size <= this.#options.maxEntries && !this.#isIdle(entry)) break;
      this.#entries.delete(oldest);
    }
  }

  forget(id: string): void {
    this.#entries.delete(id);
  }

  #isIdle({ usedAtMs }: Entry): boolean {
    return this.#options.monotonicMs() - usedAtMs > this.#options.idleMs;
  }
}
