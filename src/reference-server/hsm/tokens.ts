import type { PKCS11 } from 'pkcs11js';
import { reasonOf } from '../log/reason.ts';
import { HsmOutage, isLost, LoginRefused, TokenGone } from './failures.ts';
import { Keys } from './keys.ts';
import { startLibrary, stopLibrary } from './library.ts';
import type { HsmOptions, HsmSlot } from './protocol.ts';
import { openToken } from './token.ts';

/**
 * The tokens of a library. What cannot be used, because its PIN is refused or it is not there, leaves the others in
 * use. A token that was lost is opened anew at its next use; measured: SoftHSM sees a token that is back only after
 * the whole library was started anew.
 */
export class Tokens {
  readonly #library: string;
  readonly #slots: ReadonlyMap<number, HsmSlot>;
  readonly #open = new Map<number, Keys>();
  readonly #closed = new Map<number, HsmOutage>();
  readonly #underway = new Set<Promise<unknown>>();
  #module: PKCS11 | undefined;
  #starts = 0;
  #restarting: Promise<void> | undefined;

  /** @throws Error with a sentence when the library itself cannot be used */
  constructor({ library, slots }: Pick<HsmOptions, 'library' | 'slots'>) {
    this.#library = library;
    this.#slots = new Map(slots.map((slot) => [slot.slot, slot]));
    this.#start();
  }

  /** One sentence for each slot that cannot be used now. */
  get problems(): readonly string[] {
    return [...this.#closed.values()].map(({ message }) => message);
  }

  /** Works with the keys of a configured slot; once again when the first time showed that the token was lost. */
  async use<T>(slot: number, work: (keys: Keys) => Promise<T>): Promise<T> {
    while (this.#restarting) await this.#restarting;
    const starts = this.#starts;
    try {
      return await this.#work(slot, work);
    } catch (error) {
      if (!isLost(error)) throw error;
      await this.#restartAfter(starts);
      return this.#work(slot, work);
    }
  }

  stop(): void {
    this.#open.clear();
    if (this.#module) stopLibrary(this.#module);
    this.#module = undefined;
  }

  async #work<T>(slot: number, work: (keys: Keys) => Promise<T>): Promise<T> {
    const keys = this.#open.get(slot);
    if (!keys) throw this.#closed.get(slot) ?? new TokenGone(slot);
    const done = work(keys);
    this.#underway.add(done);
    try {
      return await done;
    } finally {
      this.#underway.delete(done);
    }
  }

  /** Many may find out at once that a token is lost; the library is started anew once for all of them. */
  async #restartAfter(starts: number): Promise<void> {
    if (starts === this.#starts) {
      this.#restarting ??= this.#restart().finally(() => {
        this.#restarting = undefined;
      });
    }
    while (this.#restarting) await this.#restarting;
  }

  async #restart(): Promise<void> {
    // Ending the library under a call on another thread would end the process.
    while (this.#underway.size > 0) await Promise.allSettled(this.#underway);
    this.stop();
    try {
      this.#start();
    } catch {
      // Measured: SoftHSM does not start without its token folder. The next use tries again.
    }
    this.#starts += 1;
  }

  #start(): void {
    const module = startLibrary(this.#library);
    this.#module = module;
    for (const slot of this.#slots.values()) this.#openSlot(module, slot);
  }

  #openSlot(module: PKCS11, slot: HsmSlot): void {
    // A PIN is offered once: tokens lock themselves after a few wrong ones.
    if (this.#closed.get(slot.slot) instanceof LoginRefused) return;
    this.#closed.delete(slot.slot);
    try {
      this.#open.set(slot.slot, new Keys(openToken(module, slot)));
    } catch (error) {
      const isKnown = error instanceof HsmOutage;
      this.#closed.set(slot.slot, isKnown ? error : new TokenGone(slot.slot, reasonOf(error)));
    }
  }
}
