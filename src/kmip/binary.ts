/** TTLV as bytes (KMIP 2.1, TTLV Encoding), the encoding that every KMIP client speaks. */
export { encodedSize, HEADER_BYTES } from './binary-layout.ts';
export { readBinary } from './binary-read.ts';
export { beginningVersion } from './binary-version.ts';
export { writeBinary } from './binary-write.ts';
