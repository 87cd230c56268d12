import { type Setting, settings } from './settings.ts';
import type { Given } from './source.ts';

/** Environment variables by name; a variable set to nothing counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

export const readEnvironment = (env: Environment): readonly Given[] =>
  Object.entries<Setting<unknown>>(settings).flatMap(([key, row]) =>
    row.env
      .filter((name) => (env[name] ?? '') !== '')
      .map((name) => ({
        key: key as keyof typeof settings,
        place: name,
        value: row.kind.list ? env[name]?.split(',') : env[name],
      })),
  );
