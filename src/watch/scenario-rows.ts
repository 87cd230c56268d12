import type { ScenarioState } from './event.ts';
import type { Facts, ScenarioRow } from './update.ts';

/** The scenarios of a run, in the order of its plan. */
export class ScenarioRows {
  readonly #rows = new Map<string, { readonly row: ScenarioRow; readonly changedIn: number }>();
  readonly #clean: (text: string) => string;

  constructor(clean: (text: string) => string) {
    this.#clean = clean;
  }

  plan(names: readonly string[], revision: number): void {
    this.#rows.clear();
    for (const name of names) this.put(name, 'planned', undefined, revision);
  }

  put(name: string, state: ScenarioState, error: string | undefined, changedIn: number): void {
    this.#rows.set(name, {
      row: { name: this.#clean(name), state, error: this.#clean(error ?? '') },
      changedIn,
    });
  }

  get counts(): Facts['scenarios'] {
    const counts = { planned: 0, driving: 0, waiting: 0, ended: 0, failed: 0 };
    for (const { row } of this.#rows.values()) counts[row.state] += 1;
    return counts;
  }

  since(revision: number): readonly ScenarioRow[] {
    return [...this.#rows.values()].filter(({ changedIn }) => changedIn > revision).map(({ row }) => row);
  }
}
