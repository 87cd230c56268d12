/* A KMS may run, and be watched, for weeks: nothing here grows without an end. */

/** Series that are followed. */
export const MAX_SERIES = 50_000;

/** Characters of what identifies a series: resource, scope, name and attributes. */
export const MAX_IDENTITY = 16_384;

/** Characters of a text that is shown. */
export const MAX_TEXT = 500;

/** Instruments beside the documented ones. */
export const MAX_FURTHER_INSTRUMENTS = 500;

/** The last lines of what has changed. */
export const MAX_CHANGES = 200;

/** Findings of one check that are shown. */
export const SHOWN_FINDINGS = 3;

/** Different findings of a stream that are remembered. */
export const MAX_FINDINGS = 1_000;

/** Exports that one collection may be made of. */
export const MAX_EXPORTS_OF_COLLECTION = 64;

/** Instances whose stream is judged, each apart; of further ones only the series are followed. */
export const MAX_INSTANCES = 2_000;
