/** Who has been active lately. Users leave by time alone, with or without traffic. */
export class ActiveUsers {
  readonly #windowMs: number;
  readonly #lastSeenMs = new Map<string, number>();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  seen(user: string, nowMs: number): void {
    this.#lastSeenMs.set(user, nowMs);
  }

  count(nowMs: number): number {
    for (const [user, lastSeenMs] of this.#lastSeenMs) {
      if (nowMs - lastSeenMs > this.#windowMs) this.#lastSeenMs.delete(user);
    }
    return this.#lastSeenMs.size;
  }
}
