import { enumerationOf, textOf } from '../../kmip/fields.ts';
import type { Operation } from './operation.ts';

/** Notes nothing of the begin and end of an interoperability test (KMIP 2.1, Interop). @throws KmipError InvalidMessage */
export const interop: Operation = async (payload) => {
  enumerationOf(payload, 'InteropFunction');
  textOf(payload, 'InteropIdentifier');
  return [];
};
