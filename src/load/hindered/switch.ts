import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the folder of a fault: there = it is on; and how often it has struck, as a number. */
export const ON = 'on';
export const STRUCK = 'struck';

/** A fault that another process switches on and off, and that tells how often it has struck. */
export class Switch {
  readonly #on: string;
  readonly #struck: string;
  #times = 0;

  constructor(folder: string) {
    this.#on = join(folder, ON);
    this.#struck = join(folder, STRUCK);
  }

  /** Whether it is on now; if so, it counts as having struck. */
  strikes(): boolean {
    if (!existsSync(this.#on)) return false;
    this.#times += 1;
    writeFileSync(this.#struck, `${this.#times}`);
    return true;
  }
}
