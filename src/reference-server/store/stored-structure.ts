import { asStructure } from '../../kmip/fields.ts';
import { readJson } from '../../kmip/json.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';

/**
 * Reads what this server has written into a column. It is not looked through as what comes from a client is: for keys
 * given twice, and for more than fits into a message.
 * @throws Error when the database is damaged; the text itself is never repeated, it may hold keys
 */
export function storedStructure(text: string): TtlvStructure {
  return asStructure(readJson(parsed(text)));
}

function parsed(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    throw new Error('The database is damaged: a structure in the table objects is no JSON text.');
  }
}
