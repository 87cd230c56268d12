import { reasonOf } from './log/reason.ts';
import { StartError } from './start-error.ts';

const remedies: Readonly<Record<string, (flag: string) => string>> = {
  EADDRINUSE: (flag) =>
    `another process listens there: stop it, or choose another --${flag}port (0 takes a free one)`,
  EADDRNOTAVAIL: (flag) => `this machine has no such address: choose another --${flag}hostname`,
  ENOTFOUND: (flag) => `this name has no address: choose another --${flag}hostname`,
  EACCES: (flag) => `this user may not listen there: choose a --${flag}port of 1024 or higher`,
};

/** @param flag what the names of the settings of this listener begin with */
export const listenFailure = (error: unknown, hostname: string, port: number, flag: string): StartError => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new StartError(
    `Cannot listen on ${hostname}:${port}: ${remedies[code]?.(flag) ?? reasonOf(error)}.`,
  );
};
