import { readAttribute } from './decode-values.ts';
import type { KeyValue } from './model.ts';
import type { WireReader } from './wire-reader.ts';

/** What every data point carries, whatever its kind. */
export interface PointHead {
  readonly attributes: KeyValue[];
  startTimeUnixNano: bigint;
  timeUnixNano: bigint;
  flags: number;
}

export const newPointHead = (): PointHead => ({
  attributes: [],
  startTimeUnixNano: 0n,
  timeUnixNano: 0n,
  flags: 0,
});

/** Reads the field at hand if it belongs to the head; false: it is one of the kind's own. */
export function readHeadField(reader: WireReader, field: string, head: PointHead): boolean {
  switch (field) {
    case 'attributes':
      readAttribute(reader, head.attributes);
      return true;
    case 'start_time_unix_nano':
      head.startTimeUnixNano = reader.fixed64();
      return true;
    case 'time_unix_nano':
      head.timeUnixNano = reader.fixed64();
      return true;
    case 'flags':
      head.flags = reader.uint32();
      return true;
    default:
      return false;
  }
}
