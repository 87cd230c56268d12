import { KmipError } from './errors.ts';
import { MAX_DEPTH, MAX_ITEMS } from './ttlv.ts';

/** Every TTLV level is one object inside one array. */
const MAX_BRACKETS = 2 * MAX_DEPTH;
/** tag, type, value and the `name` that the JSON encoding profile allows, and no more. */
const MAX_KEYS = 4;
/** An item has a comma before each of its keys but the first, and one before the next item. */
const MAX_COMMAS = MAX_ITEMS * MAX_KEYS;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Index of the quote that ends the string opened at `start`. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === BACKSLASH) index += 1;
    else if (character === QUOTE) return index;
  }
  return text.length;
}

const refuse = (sentence: string): never => {
  throw new KmipError('InvalidMessage', sentence);
};

function unescaped(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

/**
 * What JSON.parse does not report: nesting beyond any TTLV message; more values than any message has, of which each
 * takes many times the bytes of its text; and keys given twice, of which it keeps the last in silence, so that two
 * readers of one text could see two requests. Linear, without recursion; other syntax errors are left to JSON.parse.
 * @throws KmipError InvalidMessage
 */
function checkJsonText(text: string): void {
  const open: string[][] = [];
  let key = '';
  let items = 0;
  let commas = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) {
      const end = endOfString(text, index);
      if (end - index <= 64) key = text.slice(index, end + 1);
      else key = '';
      index = end;
    } else if (character === OPEN_ARRAY || character === OPEN_OBJECT) {
      if (character === OPEN_OBJECT) items += 1;
      if (items > MAX_ITEMS) refuse(`the JSON text has more than ${MAX_ITEMS} objects`);
      open.push([]);
      if (open.length > MAX_BRACKETS) refuse(`the JSON text nests deeper than ${MAX_DEPTH} TTLV levels`);
    } else if (character === CLOSE_ARRAY || character === CLOSE_OBJECT) {
      open.pop();
    } else if (character === COMMA) {
      commas += 1;
      if (commas > MAX_COMMAS) refuse(`the JSON text has more values than ${MAX_ITEMS} items can have`);
    } else if (character === COLON) {
      const keys = open.at(-1) ?? [];
      const name = unescaped(key);
      if (keys.includes(name)) refuse(`the JSON text gives a key twice in one object, at offset ${index}`);
      if (keys.length === MAX_KEYS)
        refuse(`a TTLV item has the keys tag, type and value, not more (offset ${index})`);
      keys.push(name);
    }
  }
}

/** @throws KmipError InvalidMessage; the text itself is never repeated, it may hold keys. */
export function parseJsonText(text: string): unknown {
  checkJsonText(text);
  try {
    return JSON.parse(text);
  } catch {
    return refuse('the message is not JSON text');
  }
}
