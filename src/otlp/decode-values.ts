import { MAX_VALUE_DEPTH } from './limits.ts';
import { ANY_VALUE, ARRAY_VALUE, KEY_VALUE, KEY_VALUE_LIST } from './message-types.ts';
import type { AnyValue, KeyValue } from './model.ts';
import type { WireReader } from './wire-reader.ts';

/** Reads one KeyValue, `index` its place in a list, or what its bytes gave before. */
export function readAttribute(reader: WireReader, index: number): KeyValue {
  const known = reader.recalledField(reader.caches.attributes);
  if (known !== undefined) return known;
  const start = reader.mark();
  const attribute = readKeyValue(reader, index, 1);
  if (freezes(attribute.value)) reader.keep(reader.caches.attributes, start, Object.freeze(attribute));
  else reader.noteUnshareable();
  return attribute;
}

/** Freezes a value and what it holds; false where that cannot be done, because it holds bytes. */
function freezes(value: AnyValue): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (value instanceof Uint8Array) return false;
  const parts: readonly AnyValue[] =
    'keyValues' in value ? value.keyValues.map((one) => Object.freeze(one).value) : value;
  if ('keyValues' in value) Object.freeze(value.keyValues);
  Object.freeze(value);
  return parts.every(freezes);
}

function readKeyValue(reader: WireReader, index: number, depth: number): KeyValue {
  let key = '';
  let value: AnyValue = null;
  reader.enter(KEY_VALUE, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    if (field === 'key') key = reader.text();
    else value = readAnyValue(reader, -1, depth);
  }
  return { key, value };
}

function readAnyValue(reader: WireReader, index: number, depth: number): AnyValue {
  if (depth > MAX_VALUE_DEPTH) reader.fail(`values are nested deeper than ${MAX_VALUE_DEPTH}`);
  let value: AnyValue = null;
  reader.enter(ANY_VALUE, index);
  for (let field = reader.next(); field !== ''; field = reader.next()) {
    switch (field) {
      case 'string_value':
        value = reader.text();
        break;
      case 'bool_value':
        value = reader.bool();
        break;
      case 'int_value':
        value = reader.int64();
        break;
      case 'double_value':
        value = reader.double();
        break;
      case 'array_value':
        value = readArrayValue(reader, depth);
        break;
      case 'kvlist_value':
        value = readKeyValueList(reader, depth);
        break;
      case 'bytes_value':
        value = reader.bytes();
        break;
    }
  }
  return value;
}

function readArrayValue(reader: WireReader, depth: number): readonly AnyValue[] {
  const values: AnyValue[] = [];
  reader.enter(ARRAY_VALUE);
  while (reader.next() !== '') values.push(readAnyValue(reader, values.length, depth + 1));
  return values;
}

function readKeyValueList(reader: WireReader, depth: number): { readonly keyValues: readonly KeyValue[] } {
  const keyValues: KeyValue[] = [];
  reader.enter(KEY_VALUE_LIST);
  while (reader.next() !== '') keyValues.push(readKeyValue(reader, keyValues.length, depth + 1));
  return { keyValues };
}
