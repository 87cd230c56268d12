/** A CK_ULONG as it lies in memory: 8 bytes, or 4 on 32-bit machines; little-endian on all that Node runs well on. */
export function readUnsigned(bytes: Buffer): number {
  return bytes.length === 8 ? Number(bytes.readBigUInt64LE()) : bytes.readUInt32LE();
}
