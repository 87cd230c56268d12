/*
 * Against messages made to exhaust the reader. A message of 64 MiB of honest points stays below each of them.
 */

/** Deepest nesting of one AnyValue in another. */
export const MAX_VALUE_DEPTH = 64;

/** Data points in one request. */
export const MAX_POINTS = 2_000_000;

/** Sub-messages and packed values in one request; two bytes on the wire can cost a hundred in memory. */
export const MAX_ELEMENTS = 10_000_000;

/** Issues noted per rule and request; more of the same adds nothing. */
export const MAX_ISSUES_PER_RULE = 256;
