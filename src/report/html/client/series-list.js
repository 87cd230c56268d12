import { chartOf, tableOf } from './chart.js';
import { checks } from './filter.js';
import { byId, CHARTS, element, epochs, PAGE, visible } from './page.js';
import { listed, verdictOf } from './series.js';

/** @typedef {import('./page.js').Listed} Listed */

/** Drawn when it is opened for the first time. */
function seriesRow(/** @type {Listed} */ one) {
  const { look, words } = verdictOf(one.series);
  const details = element(
    'details',
    { class: 'series' },
    element(
      'summary',
      {},
      element('code', {}, visible(one.name)),
      ' ',
      element('span', { class: `badge ${look}` }, words),
      ' ',
      element(
        'span',
        { class: 'level' },
        epochs.length === 1 ? '' : visible(epochs[one.epoch]?.instance ?? ''),
      ),
    ),
  );
  details.addEventListener('toggle', () => {
    if (details.childElementCount === 1) details.append(chartOf(one), tableOf(one));
  });
  return details;
}

const seriesText = /** @type {HTMLInputElement} */ (byId('series-text'));
const seriesEpoch = /** @type {HTMLSelectElement} */ (byId('series-epoch'));
const seriesOff = /** @type {HTMLInputElement} */ (byId('series-off'));
const seriesMore = byId('series-more');
let seriesShown = PAGE;

export function listSeries() {
  const words = seriesText.value.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = listed.filter(
    (one) =>
      (seriesEpoch.value === '' || `${one.epoch}` === seriesEpoch.value) &&
      words.every((word) => one.words.includes(word)) &&
      (!seriesOff.checked || verdictOf(one.series).look === 'failed'),
  );
  const shown = fitting.slice(0, seriesShown);
  byId('series-list').replaceChildren(...shown.map(seriesRow));
  const leftOut = epochs.reduce((sum, { seriesLeftOut }) => sum + seriesLeftOut, 0);
  byId('series-status').textContent =
    `${shown.length} of ${fitting.length} fitting series shown, ${listed.length} in all${leftOut === 0 ? '' : `; ${leftOut} more did not fit into the report`}`;
  seriesMore.hidden = shown.length === fitting.length;
}

seriesEpoch.append(
  element('option', { value: '' }, 'all'),
  ...epochs.map(({ instance }, index) =>
    element('option', { value: `${index}` }, `${index + 1}. ${visible(instance)}`),
  ),
);
for (const input of [seriesText, seriesEpoch, seriesOff]) {
  input.addEventListener('input', () => {
    seriesShown = PAGE;
    listSeries();
  });
}
seriesMore.addEventListener('click', () => {
  seriesShown += PAGE;
  listSeries();
});

/** The charts beside a finding: those that are off come first. */
function drawCharts(/** @type {HTMLElement} */ place) {
  const { epoch = '', instrument = '', series = '' } = place.dataset;
  const own = listed
    .filter((one) => `${one.epoch}` === epoch && visible(one.series.instrument) === instrument)
    .map((one) => ({ one, off: verdictOf(one.series).look === 'failed' ? 0 : 1 }))
    .sort((a, b) => a.off - b.off)
    .map(({ one }) => one);
  const named = own.filter((one) => visible(one.name) === series);
  for (const one of named.length > 0 ? named : own.slice(0, CHARTS))
    place.append(element('p', {}, element('code', {}, visible(one.name))), chartOf(one));
  if (own.length <= (named.length || CHARTS)) return;
  const button = element('button', { type: 'button' }, `All ${own.length} series of ${instrument}`);
  button.addEventListener('click', () => {
    seriesText.value = own[0]?.series.instrument ?? '';
    seriesEpoch.value = epoch;
    seriesOff.checked = false;
    listSeries();
    byId('series-title').scrollIntoView();
    seriesText.focus({ preventScroll: true });
  });
  place.append(element('p', {}, button));
}
for (const { details } of checks) {
  details.addEventListener('toggle', () => {
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (details.querySelectorAll('.charts:empty')))
      drawCharts(place);
  });
}
