import type { settings } from './settings.ts';

/** A value that somebody gave, not yet checked. */
export interface Given {
  readonly key: keyof typeof settings;
  /** Where it stands, as a reader finds it: "--port", "KMS_PORT", "http.port in kms.toml:4". */
  readonly place: string;
  readonly value: unknown;
}
