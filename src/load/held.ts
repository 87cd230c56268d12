/** By how much the fault slow-disk makes each write longer, milliseconds: a disk of the slower kind under load. */
export const HELD_MS = 20;
