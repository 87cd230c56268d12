import { byId, clock, judges, showRows } from './dom.js';
import { store } from './store.js';

/** @typedef {import('./store.js').Series} Series */

/** Rows in the document, however many series there are. */
const ROWS = 50;

const filterText = /** @type {HTMLInputElement} */ (byId('series-text'));
const order = /** @type {HTMLSelectElement} */ (byId('series-order'));
const moving = /** @type {HTMLInputElement} */ (byId('series-moving'));
const earlier = /** @type {HTMLButtonElement} */ (byId('series-before'));
const later = /** @type {HTMLButtonElement} */ (byId('series-after'));
let page = 0;

/** @type {{ version: number, asked: string, series: Series[] }} */
let chosen = { version: -1, asked: '', series: [] };

/** @type {Record<string, (a: Series, b: Series) => number>} */
const ORDERS = {
  name: (a, b) => (a.words < b.words ? -1 : a.words > b.words ? 1 : a.id - b.id),
  fast: (a, b) => Math.abs(b.perSecond ?? 0) - Math.abs(a.perSecond ?? 0) || a.id - b.id,
  late: (a, b) => b.movedAtUnixMs - a.movedAtUnixMs || a.id - b.id,
};

/** Chosen anew only when there are other series or others are asked for, unless the choice is about what moves. */
function choose() {
  const asked = [filterText.value, order.value, moving.checked].join('\n');
  const isSteady = order.value === 'name' && !moving.checked;
  if (isSteady && chosen.asked === asked && chosen.version === store.seriesVersion) return chosen.series;
  const words = filterText.value.toLowerCase().split(/\s+/).filter(Boolean);
  const series = [...store.series.values()]
    .filter(
      (one) =>
        words.every((word) => one.words.includes(word)) &&
        (!moving.checked || (one.perSecond !== null && one.perSecond !== 0)),
    )
    .sort(ORDERS[order.value]);
  chosen = { version: store.seriesVersion, asked, series };
  return series;
}

export function showSeries() {
  const fitting = choose();
  page = Math.max(0, Math.min(page, Math.ceil(fitting.length / ROWS) - 1));
  const shown = fitting.slice(page * ROWS, (page + 1) * ROWS);
  const first = shown.length === 0 ? 0 : page * ROWS + 1;
  byId('series-status').textContent =
    `${first} to ${page * ROWS + shown.length} of ${fitting.length} fitting series, ${store.series.size} in all`;
  earlier.disabled = page === 0;
  later.disabled = (page + 1) * ROWS >= fitting.length;
  showRows(
    byId('series'),
    shown.map((one) => ({
      key: `${one.id}`,
      cells: [
        { text: one.name, kind: 'head' },
        ...(judges === 'run' ? [{ text: one.instance }] : []),
        { text: one.value, kind: 'number' },
        { text: one.perSecond === null ? '' : `${one.perSecond}`, kind: 'number' },
        { text: clock(one.movedAtUnixMs), kind: 'number' },
      ],
    })),
  );
}

for (const input of [filterText, order, moving]) {
  input.addEventListener('input', () => {
    page = 0;
    showSeries();
  });
}
for (const [button, step] of /** @type {const} */ ([
  [earlier, -1],
  [later, 1],
])) {
  button.addEventListener('click', () => {
    page += step;
    showSeries();
  });
}
