import { unsupported } from './failure.ts';

/** OASIS name of the HashingAlgorithm -> name in node:crypto. MD5 and older are left out: broken. */
const HASHES: ReadonlyMap<string, string> = new Map([
  ['SHA_1', 'sha1'],
  ['SHA_224', 'sha224'],
  ['SHA_256', 'sha256'],
  ['SHA_384', 'sha384'],
  ['SHA_512', 'sha512'],
  ['SHA_512_224', 'sha512-224'],
  ['SHA_512_256', 'sha512-256'],
  ['SHA3_224', 'sha3-224'],
  ['SHA3_256', 'sha3-256'],
  ['SHA3_384', 'sha3-384'],
  ['SHA3_512', 'sha3-512'],
]);

/** @throws KmipError UnsupportedCryptographicParameters */
export function hashName(hash: string): string {
  const name = HASHES.get(hash);
  if (name !== undefined) return name;
  throw unsupported(`the hash ${hash} is not supported here; use ${[...HASHES.keys()].join(', ')}`);
}
