import { readAttribute } from './decode-values.ts';
import { growing } from './growing.ts';
import type { KeyValue } from './model.ts';
import type { WireReader } from './wire-reader.ts';

/**
 * Reads the attribute at hand and those that follow it. `before` are the attributes that this message had already;
 * it is usually empty, and then equal bytes give the same frozen list as long as they are kept.
 */
export function readAttributes(reader: WireReader, before: readonly KeyValue[]): readonly KeyValue[] {
  if (before.length > 0) return readOn(reader, growing(before));
  const { attributeSets } = reader.caches;
  const known = reader.recalledFields(attributeSets);
  if (known !== undefined) return known;
  const start = reader.mark();
  const attributes = readOn(reader, []);
  reader.keep(attributeSets, start, attributes);
  return attributes;
}

function readOn(reader: WireReader, attributes: KeyValue[]): readonly KeyValue[] {
  do attributes.push(readAttribute(reader, attributes.length));
  while (reader.again());
  return attributes;
}
