/** Faults that are known to be alive, or caught by other checks only, and why. */
export const ALIVE: Readonly<Record<string, string>> = {
  'torn/kms.errors.total':
    'one export late, and no error happened between the last two collections before any observation',
};

/** undefined: nobody has looked into it. */
export const whyAlive = (id: string): string | undefined => ALIVE[id];
