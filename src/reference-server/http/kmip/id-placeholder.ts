import type { Ttlv } from '../../../kmip/ttlv.ts';

/** The field of the response that becomes the ID placeholder (KMIP 2.1 section 6, each operation's own table). */
const fieldOfOperation: ReadonlyMap<string, string> = new Map([
  ['Create', 'UniqueIdentifier'],
  ['CreateKeyPair', 'PrivateKeyUniqueIdentifier'],
  ['Register', 'UniqueIdentifier'],
  ['Import', 'UniqueIdentifier'],
  ['DeriveKey', 'UniqueIdentifier'],
  ['Certify', 'UniqueIdentifier'],
  ['ReCertify', 'UniqueIdentifier'],
  ['ReKey', 'UniqueIdentifier'],
  ['ReKeyKeyPair', 'PrivateKeyUniqueIdentifier'],
  ['Locate', 'UniqueIdentifier'],
]);

/** The placeholder after an operation: what it made or found, else what was there. Several finds leave none. */
export const placeholderAfter = (
  operation: string,
  response: readonly Ttlv[],
  before: string | undefined,
): string | undefined => {
  const field = fieldOfOperation.get(operation);
  if (field === undefined) return before;
  const [only, ...more] = response.filter(({ tag }) => tag === field);
  return only?.type === 'TextString' && more.length === 0 ? only.value : undefined;
};
