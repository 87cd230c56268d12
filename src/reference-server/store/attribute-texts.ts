import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { storedStructure } from './stored-structure.ts';

/** Attributes of so many objects are kept, the longest of so many characters. */
const MOST_TEXTS = 1_000;
const LONGEST_TEXT = 4_096;

/**
 * Reads attributes as rows hold them. Most requests are about objects that were asked for lately: their text is the same
 * and needs no second reading. Key material is no attribute, and is never kept.
 */
export function attributeReader(): (text: string) => TtlvStructure {
  const known = new Map<string, TtlvStructure>();
  return (text) => {
    const seen = known.get(text);
    if (seen !== undefined) return seen;
    const attributes = storedStructure(text);
    if (text.length > LONGEST_TEXT) return attributes;
    const [oldest] = known.size < MOST_TEXTS ? [] : known.keys();
    if (oldest !== undefined) known.delete(oldest);
    known.set(text, attributes);
    return attributes;
  };
}
