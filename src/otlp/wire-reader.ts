import type { ByteCache } from './byte-cache.ts';
import { OtlpDecodeError } from './decode-error.ts';
import { MAX_ELEMENTS, MAX_POINTS } from './limits.ts';
import type { WireIssue } from './model.ts';
import type { Kept, ReaderCaches } from './reader-caches.ts';
import { WireCursor } from './wire-cursor.ts';
import type { MessageType, PlannedField } from './wire-format.ts';
import { LEN } from './wire-format.ts';
import { WireIssues } from './wire-issues.ts';

/** One message being read. */
interface Frame {
  type: MessageType;
  end: number;
  /** Bit per field number already seen. */
  seen: number;
  /** Name of the field at hand, or ''. */
  field: string;
  /** Position in a repeated field of the parent, or -1. */
  index: number;
}

/** A place from where on is read what may be kept. */
export interface Mark {
  readonly position: number;
  readonly elements: number;
  readonly flaws: number;
}

/** About what a message or value takes in memory. */
const BYTES_PER_ELEMENT = 64;

const readFixed64 = (reader: WireReader): bigint => reader.fixed64();

/**
 * Walks a protobuf message field by field, guided by message types: `enter` a message, take `next` until it gives
 * '' (which leaves the message), read each field with the method of its type.
 * Throws OtlpDecodeError where the message cannot be read, notes an issue where it can but is not in order.
 */
export class WireReader extends WireCursor {
  readonly #issues = new WireIssues();
  readonly #frames: Frame[] = [];
  #top: Frame;
  #depth = 0;
  #tag = 0;
  #elements = 0;
  #points = 0;
  #unshareable = 0;

  constructor(bytes: Uint8Array, type: MessageType, caches: ReaderCaches) {
    super(bytes, caches);
    this.#top = { type, end: this.end, seen: 0, field: '', index: -1 };
    this.#frames.push(this.#top);
  }

  get issues(): readonly WireIssue[] {
    return this.#issues.all;
  }

  /** Starts on the message in the field at hand; `index` is its position if the field is repeated. */
  enter(type: MessageType, index = -1): void {
    this.#countElement();
    const end = this.length() + this.position;
    this.#depth++;
    const frame = this.#frames[this.#depth];
    if (frame === undefined) {
      this.#top = { type, end, seen: 0, field: '', index };
      this.#frames.push(this.#top);
    } else {
      frame.type = type;
      frame.end = end;
      frame.seen = 0;
      frame.field = '';
      frame.index = index;
      this.#top = frame;
    }
    this.end = end;
  }

  /** The name of the next field that the message type knows, or '' at the end of the message. */
  next(): string {
    const frame = this.#top;
    const { fields } = frame.type;
    for (;;) {
      frame.field = '';
      if (this.position === this.end) {
        this.#leave();
        return '';
      }
      const start = this.position;
      const tag = this.tag();
      this.#tag = tag;
      const number = tag >>> 3;
      const field = number < fields.length ? fields[number] : undefined;
      if (field === undefined) {
        this.#readOver(`field ${number} is not part of ${frame.type.name}`);
        continue;
      }
      frame.field = field.name;
      this.#checkWireType(field, start);
      if (field.use === 'single') this.#checkSeen(frame, field, number);
      else if (field.use === 'ignored') {
        this.skip(this.#tag & 7);
        continue;
      } else if (field.use === 'profiling') {
        this.#readOver(`${field.name} belongs to the profiles signal`);
        continue;
      }
      return field.name;
    }
  }

  /** One member of `values`, or as many as a packed field holds. */
  packed<T>(values: T[], read: (reader: WireReader) => T): void {
    if (!this.isDelimited) {
      this.#countElement();
      values.push(read(this));
      return;
    }
    const outerEnd = this.end;
    this.end = this.length() + this.position;
    while (this.position < this.end) {
      this.#countElement();
      values.push(read(this));
    }
    this.end = outerEnd;
  }

  /** The same for unsigned integers of 64 bits. */
  fixed64s(values: bigint[]): void {
    const start = this.position;
    const length = this.isDelimited ? this.length() : -1;
    const count = length / 8;
    if (!Number.isInteger(count) || count < 0 || this.#elements + count > MAX_ELEMENTS) {
      this.position = start;
      this.packed(values, readFixed64);
      return;
    }
    this.#elements += count;
    for (let read = 0; read < count; read++) values.push(this.fixed64());
  }

  /** The field at hand says how long it is. */
  get isDelimited(): boolean {
    return (this.#tag & 7) === LEN;
  }

  /** Another of the repeated field at hand comes next; only if its tag is one byte long. */
  again(): boolean {
    return this.follows(this.#tag);
  }

  /** What these bytes gave before, and moves past them: those of the field at hand, which is delimited. */
  recalledField<T>(cache: ByteCache<Kept<T>>): T | undefined {
    return this.#recalled(cache, this.endOfField(this.position));
  }

  /** The same for all of one repeated field that follow each other, from the one at hand on. */
  recalledFields<T>(cache: ByteCache<Kept<T>>): T | undefined {
    return this.#recalled(cache, this.endOfFields(this.position, this.#tag));
  }

  mark(): Mark {
    return {
      position: this.position,
      elements: this.#elements,
      flaws: this.#issues.noted + this.#unshareable,
    };
  }

  /** Says of what was just read that it cannot be frozen, so that nothing is kept that holds it. */
  noteUnshareable(): void {
    this.#unshareable++;
  }

  /** Keeps and freezes what was read since the mark, if all was in order and there is room. */
  keep<T>(cache: ByteCache<Kept<T>>, since: Mark, item: T): void {
    if (this.#issues.noted + this.#unshareable !== since.flaws) return;
    const elements = this.#elements - since.elements;
    const kept = { item, elements };
    if (cache.keep(this.view, since.position, this.position, kept, elements * BYTES_PER_ELEMENT))
      Object.freeze(item);
  }

  #recalled<T>(cache: ByteCache<Kept<T>>, end: number): T | undefined {
    if (end < 0) return undefined;
    const kept = cache.find(this.view, this.position, end);
    if (kept === undefined || this.#elements + kept.elements > MAX_ELEMENTS) return undefined;
    this.#elements += kept.elements;
    this.position = end;
    return kept.item;
  }

  note(rule: WireIssue['rule'], detail: string): void {
    this.#issues.note(rule, () => this.#path(), detail);
  }

  override fail(problem: string, offset = this.position): never {
    throw new OtlpDecodeError(problem, this.#path(), offset);
  }

  protected override noteInvalidUtf8(): void {
    this.note('invalid-utf8', 'the text is not UTF-8');
  }

  #leave(): void {
    if (this.#depth === 0) return;
    this.#depth--;
    this.#top = this.#frames[this.#depth] as Frame;
    this.end = this.#top.end;
  }

  #readOver(detail: string): void {
    this.skip(this.#tag & 7);
    this.note('unknown-field', detail);
  }

  #checkWireType(field: PlannedField, start: number): void {
    const wire = this.#tag & 7;
    if (wire === field.wire || (field.use === 'packed' && wire === LEN)) return;
    this.fail(`wire type ${wire} where ${field.wire} is due`, start);
  }

  #checkSeen(frame: Frame, field: PlannedField, number: number): void {
    if ((frame.seen & field.seenMask) !== 0)
      this.note(
        'duplicate-field',
        field.oneof === undefined
          ? 'the field comes more than once, the last one counts'
          : `the oneof ${field.oneof} is set more than once, the last one counts`,
      );
    frame.seen |= 1 << number;
  }

  countPoint(): void {
    this.#points++;
    if (this.#points > MAX_POINTS) this.fail(`more than ${MAX_POINTS} data points in one request`);
  }

  #countElement(): void {
    this.#elements++;
    if (this.#elements > MAX_ELEMENTS)
      this.fail(`more than ${MAX_ELEMENTS} messages and values in one request`);
  }

  #path(): string {
    const steps = this.#frames.slice(0, this.#depth + 1).map((frame, depth) => {
      const child = depth < this.#depth ? this.#frames[depth + 1] : undefined;
      return child === undefined || child.index < 0 ? frame.field : `${frame.field}[${child.index}]`;
    });
    return steps.filter((step) => step !== '').join('.');
  }
}
