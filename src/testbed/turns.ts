/** One thing for several who each want it to themselves: one after the other, made when the first one comes. */
export class Turns<T> {
  #last: Promise<T | undefined> = Promise.resolve(undefined);

  /**
   * Waits for everybody who came before.
   * @param make used where there is none, or it was not left in order
   * @returns the thing, and how to leave it: `undefined` says that nobody else can use it
   */
  async take(make: () => Promise<T>): Promise<{ readonly thing: T; leave(it: T | undefined): void }> {
    const before = this.#last;
    const turn = Promise.withResolvers<T | undefined>();
    this.#last = turn.promise;
    try {
      const thing = (await before) ?? (await make());
      return { thing, leave: turn.resolve };
    } catch (error) {
      turn.resolve(undefined);
      throw error;
    }
  }
}
