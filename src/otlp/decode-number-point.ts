import { readExemplar } from './decode-exemplar.ts';
import { type Draft, EMPTY_HEAD, readHeadField } from './decode-point-head.ts';
import { NONE } from './growing.ts';
import { NUMBER_DATA_POINT } from './message-types.ts';
import type { NumberPoint } from './model.ts';
import type { WireReader } from './wire-reader.ts';

export function readNumberPoint(reader: WireReader, index: number): NumberPoint {
  const point: Draft<NumberPoint> = { ...EMPTY_HEAD, value: undefined, exemplars: NONE };
  reader.enter(NUMBER_DATA_POINT, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (readHeadField(reader, field, point)) continue;
    switch (field) {
      case 'as_double':
        point.value = reader.double();
        break;
      case 'as_int':
        point.value = reader.sfixed64();
        break;
      case 'exemplars':
        point.exemplars = readExemplar(reader, point.exemplars);
        break;
    }
  }
  return point;
}
