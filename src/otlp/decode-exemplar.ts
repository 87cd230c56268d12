import { readAttributes } from './decode-attributes.ts';
import { growing, NONE } from './growing.ts';
import { EXEMPLAR } from './message-types.ts';
import type { Exemplar, KeyValue } from './model.ts';
import type { WireReader } from './wire-reader.ts';

const NO_BYTES = new Uint8Array(0);

/** Reads the Exemplar at hand: those read so far, and this one. */
export function readExemplar(reader: WireReader, before: readonly Exemplar[]): readonly Exemplar[] {
  let filteredAttributes: readonly KeyValue[] = NONE;
  let timeUnixNano = 0n;
  let value: bigint | number | undefined;
  let traceId: Uint8Array = NO_BYTES;
  let spanId: Uint8Array = NO_BYTES;
  reader.enter(EXEMPLAR, before.length);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    switch (field) {
      case 'filtered_attributes':
        filteredAttributes = readAttributes(reader, filteredAttributes);
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
      case 'trace_id':
        traceId = reader.bytes();
        break;
      case 'span_id':
        spanId = reader.bytes();
        break;
    }
  }
  const exemplars = growing(before);
  exemplars.push({ filteredAttributes, timeUnixNano, value, traceId, spanId });
  return exemplars;
}
