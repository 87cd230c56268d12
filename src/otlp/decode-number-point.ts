import { readExemplar } from './decode-exemplar.ts';
import { readAttribute } from './decode-values.ts';
import { NUMBER_DATA_POINT } from './message-types.ts';
import type { Exemplar, KeyValue, NumberPoint } from './model.ts';
import type { WireReader } from './wire-reader.ts';

export function readNumberPoint(reader: WireReader, index: number): NumberPoint {
  const attributes: KeyValue[] = [];
  const exemplars: Exemplar[] = [];
  let startTimeUnixNano = 0n;
  let timeUnixNano = 0n;
  let flags = 0;
  let value: bigint | number | undefined;
  reader.enter(NUMBER_DATA_POINT, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    switch (field) {
      case 'attributes':
        readAttribute(reader, attributes);
        break;
      case 'start_time_unix_nano':
        startTimeUnixNano = reader.fixed64();
        break;
      case 'time_unix_nano':
        timeUnixNano = reader.fixed64();
        break;
      case 'as_double':
        value = reader.double();
        break;
      case 'as_int':
        value = reader.sfixed64();
        break;
      case 'exemplars':
        readExemplar(reader, exemplars);
        break;
      case 'flags':
        flags = reader.uint32();
        break;
    }
  }
  return { attributes, startTimeUnixNano, timeUnixNano, flags, value, exemplars };
}
