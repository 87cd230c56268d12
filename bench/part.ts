import type { Figure } from './figure.ts';

/** Of the cores: with more in use by others, even ratios move. */
export const BUSY = 0.5;

/** Something that is measured, by the name under which it can be asked for. */
export interface Part {
  readonly name: string;
  readonly words: string;
  /** @throws LeftOut */
  readonly measure: () => Promise<readonly Figure[]>;
}

/** A part that this machine cannot measure; the message says what it lacks. */
export class LeftOut extends Error {
  override readonly name = 'LeftOut';
}
