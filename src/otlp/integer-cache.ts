const SLOTS = 1_024;

/**
 * 64-bit integers from their two halves, unsigned 32 bits each. Telemetry repeats them (times, counts that rest,
 * small counts), and a bigint that is there already costs less than a new one.
 */
export class IntegerCache {
  readonly #lows = new Uint32Array(SLOTS);
  readonly #highs = new Uint32Array(SLOTS);
  readonly #integers: bigint[] = new Array(SLOTS).fill(0n);
  readonly #scratch = new DataView(new ArrayBuffer(8));

  unsigned(low: number, high: number): bigint {
    const slot = (low ^ (low >>> 10) ^ high) & (SLOTS - 1);
    if (this.#lows[slot] === low && this.#highs[slot] === high) return this.#integers[slot] as bigint;
    this.#write(low, high);
    const integer = this.#scratch.getBigUint64(0, true);
    this.#lows[slot] = low;
    this.#highs[slot] = high;
    this.#integers[slot] = integer;
    return integer;
  }

  /** Two's complement. */
  signed(low: number, high: number): bigint {
    if (high < 0x8000_0000) return this.unsigned(low, high);
    this.#write(low, high);
    return this.#scratch.getBigInt64(0, true);
  }

  #write(low: number, high: number): void {
    this.#scratch.setUint32(0, low, true);
    this.#scratch.setUint32(4, high, true);
  }
}
