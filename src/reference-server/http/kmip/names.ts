import { KmipError } from '../../../kmip/errors.ts';
import { enumerationCode, enumerationName, enumerationWireName } from '../../../kmip/tables.ts';

/** The number a name stands for in one of KMIP's enumerations, in any spelling; undefined when it is none of them. */
const codeOf = (table: string, name: string): number | undefined => {
  try {
    return enumerationCode(table, name);
  } catch (error) {
    if (error instanceof KmipError) return undefined;
    throw error;
  }
};

/** The one spelling of a KMIP operation; undefined for everything that KMIP does not know. */
export const kmipOperation = (name: string): string | undefined => {
  const code = codeOf('Operation', name);
  const known = code === undefined ? undefined : enumerationName('Operation', code);
  return known?.startsWith('0x') ? undefined : known;
};

/** A reason that KMIP has a number for: labels stay bounded, answers encodable. */
export const knownReason = (reason: string): string =>
  codeOf('ResultReason', reason) === undefined ? 'GeneralFailure' : reason;

/** As clients of JSON TTLV read it: "Object_Not_Found". */
export const wireReason = (reason: string): string =>
  enumerationWireName('ResultReason', enumerationCode('ResultReason', reason));
