/** The protocol versions 1.0 to 2.1: what each of them has, and how one message model serves them all. */
export { type TaggedData, taggedData } from './versions/authenticated-data.ts';
export { readPayload, writePayload } from './versions/payloads.ts';
export { reasonFor } from './versions/reasons.ts';
export { strictItem } from './versions/strict.ts';
export {
  NEWEST,
  nearestVersion,
  protocolVersion,
  spokenVersion,
  VERSIONS,
  type Version,
  versionText,
} from './versions/version.ts';
