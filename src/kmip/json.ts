/** TTLV as JSON (KMIP additional message encodings, section 4), as the servers in the field speak it. */
export { readJson } from './json-read.ts';
export { writeJson } from './json-write.ts';
