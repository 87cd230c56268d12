import { ConfigError } from './error.ts';

/** @throws ConfigError that says which file could not be read and why. */
export const readText = (name: string, what: string, read: (name: string) => string): string => {
  try {
    return read(name);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`Cannot read ${what} ${name}: ${reason}.`);
  }
};
