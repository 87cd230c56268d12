import type { AnyValue, KeyValue } from './model.ts';
import type { WireWriter } from './wire-writer.ts';

export function writeAttributes(writer: WireWriter, number: number, attributes: readonly KeyValue[]): void {
  for (const attribute of attributes) writer.message(number, () => writeKeyValue(writer, attribute));
}

function writeKeyValue(writer: WireWriter, { key, value }: KeyValue): void {
  writer.textIfSet(1, key);
  if (value !== null) writer.message(2, () => writeAnyValue(writer, value));
}

function writeAnyValue(writer: WireWriter, value: AnyValue): void {
  if (value === null) return;
  if (typeof value === 'string') writer.text(1, value);
  else if (typeof value === 'boolean') writer.varint(2, value ? 1 : 0);
  else if (typeof value === 'bigint') writer.varint(3, value);
  else if (typeof value === 'number') writer.double(4, value);
  else if (value instanceof Uint8Array) writer.bytes(7, value);
  else if ('keyValues' in value) writer.message(6, () => writeAttributes(writer, 1, value.keyValues));
  else
    writer.message(5, () => {
      for (const element of value) writer.message(1, () => writeAnyValue(writer, element));
    });
}
