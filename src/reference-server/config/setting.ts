import type { Kind } from './kinds.ts';

/** One setting, and every way to spell it. Flags, environment, TOML reader and --help are made from these rows. */
export interface Setting<T> {
  readonly flags: readonly string[];
  readonly env: readonly string[];
  /** Dotted paths: "logging.otlp" is the key `otlp` under the heading `[logging]`. */
  readonly toml: readonly string[];
  readonly kind: Kind<T & {}>;
  readonly default: T;
  readonly help: string;
  /** The value is never printed. */
  readonly secret?: true;
}

export const setting = <T>(row: Setting<T>): Setting<T> => row;
export const optional = <T>(row: Omit<Setting<T>, 'default'>): Setting<T | undefined> =>
  ({ ...row, default: undefined }) as Setting<T | undefined>;
