/** @typedef {import('../update.ts').Update} Update */
/** @typedef {{ id: number, instance: string, instrument: string, name: string, words: string, value: string, perSecond: number | null, movedAtUnixMs: number }} Series */

/** Lines of changes that are kept. */
const KEPT_CHANGES = 100;

/** What the page knows: everything that it was ever told, the last word of each. */
export const store = {
  /** @type {Update['facts'] | undefined} */
  facts: undefined,
  /** @type {Map<string, import('../update.ts').InstrumentRow>} */
  instruments: new Map(),
  /** @type {Map<number, Series>} */
  series: new Map(),
  /** @type {Map<string, import('../update.ts').CheckRow>} */
  checks: new Map(),
  /** @type {Map<string, import('../update.ts').ScenarioRow>} */
  scenarios: new Map(),
  /** The latest first. @type {import('../update.ts').Change[]} */
  changes: [],
  lastChange: 0,
  /** Grows when there are other series than before. */
  seriesVersion: 0,
};

/** @param {Update} update */
export function learn(update) {
  if (update.whole) {
    for (const map of [store.instruments, store.series, store.checks, store.scenarios]) map.clear();
    store.seriesVersion += 1;
  }
  if (store.facts?.startedAtUnixMs !== update.facts.startedAtUnixMs) {
    store.changes = [];
    store.lastChange = 0;
  }
  store.facts = update.facts;
  for (const row of update.instruments) store.instruments.set(row.name, row);
  for (const row of update.checks) store.checks.set(row.id, row);
  for (const row of update.scenarios) store.scenarios.set(row.name, row);
  for (const [id, instance, instrument, labels] of update.series) {
    const name = labels === '' ? instrument : `${instrument}{${labels}}`;
    const words = `${name} ${instance}`.toLowerCase();
    store.series.set(id, {
      id,
      instance,
      instrument,
      name,
      words,
      value: '',
      perSecond: null,
      movedAtUnixMs: 0,
    });
  }
  if (update.series.length > 0) store.seriesVersion += 1;
  for (const [id, value, perSecond, movedAtUnixMs] of update.values) {
    const known = store.series.get(id);
    if (known !== undefined) Object.assign(known, { value, perSecond, movedAtUnixMs });
  }
  const fresh = update.changes.filter(({ number }) => number > store.lastChange);
  store.lastChange = fresh.at(-1)?.number ?? store.lastChange;
  store.changes = [...fresh.reverse(), ...store.changes].slice(0, KEPT_CHANGES);
  return fresh;
}
