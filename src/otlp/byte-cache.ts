/** A place is looked for so many slots on: bytes chosen to collide cost no more than that. */
const PROBES = 8;
/** Longer keys are not kept. */
const LONGEST = 4_096;
const FIRST_ROOM = 16_384;

export interface ByteCacheLimits {
  /** Things kept at the same time. A power of two. */
  readonly items: number;
  /** Bytes that keys and things may take together, as `keep` is told. */
  readonly bytes: number;
}

/**
 * What was read from bytes, found again by the same bytes: all of them are compared, the hash only tells where to
 * look. Full, it forgets everything and starts anew.
 */
export class ByteCache<T> {
  readonly #limits: ByteCacheLimits;
  /** Where a hash leads: the number of a thing, from 1 on; 0 = nothing. */
  readonly #slots: Int32Array;
  readonly #hashes: Int32Array;
  /** Where the key of each thing begins in `keys`; it ends where the next begins. */
  readonly #starts: Int32Array;
  #items: T[] = [];
  #keys = new DataView(new ArrayBuffer(FIRST_ROOM));
  #taken = 0;
  /** The thing found or kept last. */
  #last = -1;

  constructor(limits: ByteCacheLimits) {
    this.#limits = limits;
    this.#slots = new Int32Array(limits.items * 2);
    this.#hashes = new Int32Array(limits.items);
    this.#starts = new Int32Array(limits.items + 1);
  }

  /** Things kept at present. */
  get size(): number {
    return this.#items.length;
  }

  /** Bytes taken at present by keys and things. */
  get bytes(): number {
    return this.#taken;
  }

  find(view: DataView, start: number, end: number): T | undefined {
    // What repeats itself comes in the order of the first time, or is the same thing again.
    if (this.#isKey(this.#last + 1, view, start, end)) {
      this.#last++;
      return this.#items[this.#last];
    }
    if (this.#isKey(this.#last, view, start, end)) return this.#items[this.#last];
    const hash = hashOf(view, start, end);
    const mask = this.#slots.length - 1;
    for (let probe = 0; probe < PROBES; probe++) {
      const number = this.#slots[(hash + probe) & mask] as number;
      if (number === 0) return undefined;
      if (this.#hashes[number - 1] === hash && this.#isKey(number - 1, view, start, end)) {
        this.#last = number - 1;
        return this.#items[this.#last];
      }
    }
    return undefined;
  }

  /**
   * @param weight bytes of memory that the thing takes, besides its key
   * @returns whether it was kept; it is not if it is too large
   */
  keep(view: DataView, start: number, end: number, item: T, weight: number): boolean {
    const length = end - start;
    const cost = length + weight;
    if (length > LONGEST || cost > this.#limits.bytes) return false;
    if (this.#items.length === this.#limits.items || this.#taken + cost > this.#limits.bytes) this.#forget();
    const hash = hashOf(view, start, end);
    const index = this.#items.length;
    const from = this.#starts[index] as number;
    this.#makeRoom(from + length);
    copy(view, start, end, this.#keys, from);
    this.#starts[index + 1] = from + length;
    this.#hashes[index] = hash;
    this.#items.push(item);
    this.#last = index;
    this.#taken += cost;
    this.#slots[this.#freeSlot(hash)] = index + 1;
    return true;
  }

  /** Where all are taken, the first gives way. */
  #freeSlot(hash: number): number {
    const mask = this.#slots.length - 1;
    for (let probe = 0; probe < PROBES; probe++) {
      const slot = (hash + probe) & mask;
      if (this.#slots[slot] === 0) return slot;
    }
    return hash & mask;
  }

  #isKey(index: number, view: DataView, start: number, end: number): boolean {
    if (index < 0 || index >= this.#items.length) return false;
    const from = this.#starts[index] as number;
    if ((this.#starts[index + 1] as number) - from !== end - start) return false;
    const keys = this.#keys;
    let at = start;
    let other = from;
    for (; at + 4 <= end; at += 4, other += 4)
      if (view.getInt32(at, true) !== keys.getInt32(other, true)) return false;
    for (; at < end; at++, other++) if (view.getUint8(at) !== keys.getUint8(other)) return false;
    return true;
  }

  #makeRoom(length: number): void {
    if (length <= this.#keys.byteLength) return;
    const larger = new DataView(new ArrayBuffer(Math.max(length, this.#keys.byteLength * 2)));
    new Uint8Array(larger.buffer).set(new Uint8Array(this.#keys.buffer));
    this.#keys = larger;
  }

  #forget(): void {
    this.#slots.fill(0);
    this.#items = [];
    this.#taken = 0;
    this.#last = -1;
  }
}

function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = mixed(hash, view.getInt32(at, true));
  for (; at < end; at++) hash = mixed(hash, view.getUint8(at));
  return hash;
}

/** Multiplying carries upwards, shifting downwards. */
function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}

/** For so few bytes it costs less than to make two views of them. */
function copy(from: DataView, start: number, end: number, to: DataView, place: number): void {
  let at = start;
  let other = place;
  for (; at + 4 <= end; at += 4, other += 4) to.setInt32(other, from.getInt32(at, true), true);
  for (; at < end; at++, other++) to.setUint8(other, from.getUint8(at));
}
