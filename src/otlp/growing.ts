/** A list of no items that all may share. */
export const NONE: readonly never[] = Object.freeze([]);

/** The list itself while nobody else has it, a copy where it is frozen and so may be shared. */
export const growing = <T>(list: readonly T[]): T[] => (Object.isFrozen(list) ? [...list] : (list as T[]));
