import { epochs, seconds } from './page.js';

/** @typedef {import('./page.js').SeriesReport} SeriesReport */
/** @typedef {import('./page.js').Listed} Listed */

/** @type {Listed[]} */
export const listed = epochs.flatMap((own, epoch) =>
  own.series.map((series) => {
    const labels = Object.entries(series.attributes)
      .sort()
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    const name = labels.length === 0 ? series.instrument : `${series.instrument}{${labels.join(', ')}}`;
    return { epoch, series, name, words: name.toLowerCase() };
  }),
);

/** @param {SeriesReport} series @param {number} atUnixMs */
function standsAt({ points }, atUnixMs) {
  const before = points.filter(([at]) => at <= atUnixMs + 1);
  return before.at(-1)?.[1];
}

/** @param {SeriesReport} series */
const firstOff = (series) =>
  series.predicted.find(([at, min, max]) => {
    const value = standsAt(series, at) ?? 0;
    return value < min || (max !== null && max !== undefined && value > max);
  });

/** @param {SeriesReport} series */
export function verdictOf(series) {
  if (series.predicted.length === 0) return { look: 'aside', words: 'not predicted' };
  if (firstOff(series) === undefined) return { look: 'passed', words: 'as predicted' };
  return series.points.length === 0
    ? { look: 'failed', words: 'predicted, never received' }
    : { look: 'failed', words: 'not as predicted' };
}

/** @param {number} min @param {number | null | undefined} max */
export const bounds = (min, max) =>
  max === null || max === undefined ? `at least ${min}` : min === max ? `${min}` : `${min} to ${max}`;

/** @param {Listed} one */
export function summaryOf({ series }) {
  const last = series.points.at(-1);
  const off = firstOff(series);
  const came = last === undefined ? 'no point received' : `last value ${last[1]}`;
  const left = series.pointsLeftOut === 0 ? '' : `, ${series.pointsLeftOut} points in between not kept`;
  if (series.predicted.length === 0) return `${came}${left}; nothing predicted`;
  if (off === undefined) return `${came}${left}; as predicted at all ${series.predicted.length} observations`;
  return `${came}${left}; predicted ${bounds(off[1], off[2])} at ${seconds(off[0])}, stood at ${standsAt(series, off[0]) ?? 'nothing'}`;
}
