import { readExemplar } from './decode-exemplar.ts';
import { newPointHead, readHeadField } from './decode-point-head.ts';
import { NUMBER_DATA_POINT } from './message-types.ts';
import type { Exemplar, NumberPoint } from './model.ts';
import type { WireReader } from './wire-reader.ts';

export function readNumberPoint(reader: WireReader, index: number): NumberPoint {
  const head = newPointHead();
  const exemplars: Exemplar[] = [];
  let value: bigint | number | undefined;
  reader.enter(NUMBER_DATA_POINT, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (readHeadField(reader, field, head)) continue;
    switch (field) {
      case 'as_double':
        value = reader.double();
        break;
      case 'as_int':
        value = reader.sfixed64();
        break;
      case 'exemplars':
        readExemplar(reader, exemplars);
        break;
    }
  }
  return { ...head, value, exemplars };
}
