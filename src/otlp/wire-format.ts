/**
 * The protobuf wire format (https://protobuf.dev/programming-guides/encoding/), as far as OTLP needs it, and the
 * form in which a message type is described to the reader and the writer.
 */
export const VARINT = 0;
export const FIXED64 = 1;
export const LEN = 2;
export const START_GROUP = 3;
export const END_GROUP = 4;
export const FIXED32 = 5;

export const MAX_VARINT_BYTES = 10;

export interface Field {
  readonly name: string;
  readonly wire: number;
  /**
   * repeated: may come any number of times. packed: repeated, and one length-delimited field may hold many.
   * ignored: read over. profiling: belongs to the profiles signal; a metrics receiver reports it and reads over it.
   */
  readonly use: 'single' | 'repeated' | 'packed' | 'ignored' | 'profiling';
  /** Members of one oneof share its name; only one of them may come. */
  readonly oneof?: string;
}

export interface PlannedField extends Field {
  /** The bits that mark this field, or another member of its oneof, as already seen; 0 for a repeated field. */
  readonly seenMask: number;
}

export interface MessageType {
  readonly name: string;
  /** Indexed by field number, all of which are below 32 in OTLP metrics. */
  readonly fields: readonly (PlannedField | undefined)[];
}

export const field = (name: string, wire: number): Field => ({ name, wire, use: 'single' });
export const repeated = (name: string): Field => ({ name, wire: LEN, use: 'repeated' });
export const packed = (name: string, wire: number): Field => ({ name, wire, use: 'packed' });
export const ignored = (name: string, wire: number): Field => ({ name, wire, use: 'ignored' });
export const profiling = (name: string): Field => ({ name, wire: VARINT, use: 'profiling' });
export const oneof = (group: string, name: string, wire: number): Field => ({
  name,
  wire,
  use: 'single',
  oneof: group,
});

/** Plans a message type from its fields by number. */
export function messageType(name: string, fieldsByNumber: Readonly<Record<number, Field>>): MessageType {
  const entries = Object.entries(fieldsByNumber).map(([number, f]) => ({ number: Number(number), f }));
  const fields: (PlannedField | undefined)[] = new Array(Math.max(...entries.map((e) => e.number)) + 1);
  fields.fill(undefined);
  for (const { number, f } of entries) {
    const rivals = entries.filter((e) => e.f === f || (f.oneof !== undefined && e.f.oneof === f.oneof));
    const seenMask = f.use === 'single' ? rivals.reduce((mask, e) => mask | (1 << e.number), 0) : 0;
    fields[number] = { ...f, seenMask };
  }
  return { name, fields };
}
