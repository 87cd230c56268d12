const MINUTE_MS = 60_000;

/** Arrivals of the last minute that are counted one by one. */
const MAX_COUNTED = 10_000;

/** How many exports came, and how many of them in the last minute. */
export class ExportCount {
  all = 0;
  lastAtUnixMs: number | undefined;
  #recent: number[] = [];

  take(atUnixMs: number): void {
    this.all += 1;
    this.lastAtUnixMs = atUnixMs;
    this.#recent.push(atUnixMs);
    if (this.#recent.length > MAX_COUNTED) this.#recent.shift();
  }

  perMinute(nowUnixMs: number): number {
    const gone = this.#recent.findIndex((atUnixMs) => atUnixMs > nowUnixMs - MINUTE_MS);
    if (gone !== 0) this.#recent = gone < 0 ? [] : this.#recent.slice(gone);
    return this.#recent.length;
  }
}
