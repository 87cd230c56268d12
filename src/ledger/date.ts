/** A moment as KMIP writes it into a date: in whole seconds (KMIP 2.1, Date-Time). */
export const dateAt = (unixMs: number): number => Math.floor(unixMs / 1000);
