/** A page, or an answer, that does not come within this time will not come; a busy machine with two cores. */
export const LIMIT_MS = 60_000;
