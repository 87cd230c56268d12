/**
 * One wait for many. Scenarios that share an instance are in flight at once, each either driving or waiting. When
 * none drives, one observation serves every waiter; a scenario that ends leaves the count.
 */
export class Rendezvous<T> {
  readonly #observe: (isLater: boolean) => Promise<T>;
  readonly #present: Set<string>;
  readonly #everybodyLeft = Promise.withResolvers<void>();
  #waiting: PromiseWithResolvers<T>[] = [];
  #isLater = false;

  /**
   * @param participants by name; all of them must arrive or leave before anybody goes on
   * @param observe makes the observation that all waiters share, later than the one before where one of them asks
   */
  constructor(participants: Iterable<string>, observe: (isLater: boolean) => Promise<T>) {
    this.#present = new Set(participants);
    this.#observe = observe;
    this.#check();
  }

  /**
   * Waits until nobody drives any more, then for the observation.
   * @param isLater the one before will not do, even where nothing has happened since
   */
  arrive(isLater = false): Promise<T> {
    const waiter = Promise.withResolvers<T>();
    this.#waiting.push(waiter);
    this.#isLater ||= isLater;
    this.#check();
    return waiter.promise;
  }

  /** May be said more than once. */
  leave(name: string): void {
    this.#present.delete(name);
    this.#check();
  }

  /** Leaves, and waits until everybody else has left. */
  afterAll(name: string): Promise<void> {
    this.leave(name);
    return this.#everybodyLeft.promise;
  }

  #check(): void {
    if (this.#present.size === 0) this.#everybodyLeft.resolve();
    if (this.#waiting.length === 0 || this.#waiting.length < this.#present.size) return;
    const waiters = this.#waiting;
    const isLater = this.#isLater;
    this.#waiting = [];
    this.#isLater = false;
    this.#observe(isLater).then(
      (result) => {
        for (const { resolve } of waiters) resolve(result);
      },
      (error: unknown) => {
        for (const { reject } of waiters) reject(error);
      },
    );
  }
}
