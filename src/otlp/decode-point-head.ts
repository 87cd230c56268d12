import { readAttributes } from './decode-attributes.ts';
import { NONE } from './growing.ts';
import type { NumberPoint } from './model.ts';
import type { WireReader } from './wire-reader.ts';

/** While it is read. */
export type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

/** What every data point carries, whatever its kind. */
export type PointHead = Pick<NumberPoint, 'attributes' | 'startTimeUnixNano' | 'timeUnixNano' | 'flags'>;

export const EMPTY_HEAD: PointHead = { attributes: NONE, startTimeUnixNano: 0n, timeUnixNano: 0n, flags: 0 };

/** Reads the field at hand if it belongs to the head; false: it is one of the kind's own. */
export function readHeadField(reader: WireReader, field: string, point: Draft<PointHead>): boolean {
  switch (field) {
    case 'attributes':
      point.attributes = readAttributes(reader, point.attributes);
      return true;
    case 'start_time_unix_nano':
      point.startTimeUnixNano = reader.fixed64();
      return true;
    case 'time_unix_nano':
      point.timeUnixNano = reader.fixed64();
      return true;
    case 'flags':
      point.flags = reader.uint32();
      return true;
    default:
      return false;
  }
}
