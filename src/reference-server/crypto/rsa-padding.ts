import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';

/*
 * The encodings of RFC 8017 for what node:crypto cannot be asked for: a mask generator with another hash than that of
 * the padding, and PSS of a digest that the client made. Everything else goes through node:crypto as a whole.
 */

/** Names of node:crypto. */
export interface PaddingHashes {
  readonly hash: string;
  readonly mask: string;
}

const hashed = (hash: string, ...parts: readonly Uint8Array[]): Buffer => {
  const sum = createHash(hash);
  for (const part of parts) sum.update(part);
  return sum.digest();
};

const lengthOf = (hash: string): number => hashed(hash).length;

/** MGF1 (RFC 8017 appendix B.2.1). */
function maskOf(hash: string, seed: Uint8Array, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / lengthOf(hash)) }, (_, index) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(index);
    return hashed(hash, seed, counter);
  });
  return Buffer.concat(blocks).subarray(0, length);
}

const xored = (one: Uint8Array, other: Uint8Array): Buffer =>
  Buffer.from(one.map((byte, index) => byte ^ (other[index] ?? 0)));

const failed = (sentence: string): KmipError => new KmipError('CryptographicFailure', sentence);

/** EME-OAEP with an empty label (section 7.1.1). @throws KmipError CryptographicFailure */
export function oaepEncoded({ hash, mask }: PaddingHashes, data: Uint8Array, modulusBytes: number): Buffer {
  const hashBytes = lengthOf(hash);
  const zeros = modulusBytes - data.length - 2 * hashBytes - 2;
  if (zeros < 0) throw failed('encryption failed: the data is longer than this RSA key and padding allow');
  const block = Buffer.concat([hashed(hash), Buffer.alloc(zeros), Buffer.of(1), data]);
  const seed = randomBytes(hashBytes);
  const maskedBlock = xored(block, maskOf(mask, seed, block.length));
  const maskedSeed = xored(seed, maskOf(mask, maskedBlock, hashBytes));
  return Buffer.concat([Buffer.of(0), maskedSeed, maskedBlock]);
}

/** The inverse; it fails in one way only, so that nobody learns how (section 7.1.2, note). @throws KmipError CryptographicFailure */
export function oaepDecoded({ hash, mask }: PaddingHashes, encoded: Uint8Array): Uint8Array {
  const hashBytes = lengthOf(hash);
  const maskedSeed = encoded.subarray(1, 1 + hashBytes);
  const maskedBlock = encoded.subarray(1 + hashBytes);
  const seed = xored(maskedSeed, maskOf(mask, maskedBlock, hashBytes));
  const block = xored(maskedBlock, maskOf(mask, seed, maskedBlock.length));
  const label = hashed(hash);
  const rest = block.subarray(hashBytes);
  const end = rest.findIndex((byte) => byte !== 0);
  const isWhole = encoded[0] === 0 && rest[end] === 1 && block.length > hashBytes;
  if (!isWhole || !timingSafeEqual(block.subarray(0, hashBytes), label)) {
    throw failed('decryption failed: the data was not encrypted with this key and padding');
  }
  return new Uint8Array(rest.subarray(end + 1));
}

const TRAILER = 0xbc;

const withoutTopBits = (block: Buffer, modulusBits: number): Buffer => {
  const unused = 8 * Math.ceil((modulusBits - 1) / 8) - (modulusBits - 1);
  block[0] = (block[0] ?? 0) & (0xff >> unused);
  return block;
};

/** EMSA-PSS of a digest (section 9.1.1), as long as the modulus. @throws KmipError CryptographicFailure */
export function pssEncoded(
  { hash, mask }: PaddingHashes,
  digest: Uint8Array,
  modulusBits: number,
  saltBytes: number,
): Buffer {
  const length = Math.ceil((modulusBits - 1) / 8);
  const zeros = length - digest.length - saltBytes - 2;
  if (zeros < 0) throw failed('signing failed: this RSA key is too short for the hash and the salt');
  const salt = randomBytes(saltBytes);
  const sum = hashed(hash, Buffer.alloc(8), digest, salt);
  const block = Buffer.concat([Buffer.alloc(zeros), Buffer.of(1), salt]);
  const masked = withoutTopBits(xored(block, maskOf(mask, sum, block.length)), modulusBits);
  const encoded = Buffer.concat([masked, sum, Buffer.of(TRAILER)]);
  return Buffer.concat([Buffer.alloc(Math.ceil(modulusBits / 8) - length), encoded]);
}

/** Whether an encoding is one of the digest (section 9.1.2), with a salt of that length, or of any. */
export function isPssOf(
  { hash, mask }: PaddingHashes,
  digest: Uint8Array,
  whole: Uint8Array,
  modulusBits: number,
  saltBytes?: number,
): boolean {
  const length = Math.ceil((modulusBits - 1) / 8);
  const encoded = whole.subarray(whole.length - length);
  const blockBytes = length - digest.length - 1;
  if (blockBytes < 1 || encoded.at(-1) !== TRAILER) return false;
  if (whole.subarray(0, whole.length - length).some((byte) => byte !== 0)) return false;
  const sum = encoded.subarray(blockBytes, -1);
  const block = withoutTopBits(
    xored(encoded.subarray(0, blockBytes), maskOf(mask, sum, blockBytes)),
    modulusBits,
  );
  const start = block.findIndex((byte) => byte !== 0);
  if (start < 0 || block[start] !== 1) return false;
  const salt = block.subarray(start + 1);
  if (saltBytes !== undefined && salt.length !== saltBytes) return false;
  return hashed(hash, Buffer.alloc(8), digest, salt).equals(sum);
}
