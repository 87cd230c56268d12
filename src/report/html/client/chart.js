import { element, seconds, shape, table, visible } from './page.js';
import { bounds, summaryOf } from './series.js';

/** @typedef {import('./page.js').Listed} Listed */

const WIDTH = 760;
const HEIGHT = 180;
const LEFT = 64;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 26;

/** One series: what was received as a line, what was predicted as a band with a mark for each observation. */
export function chartOf(/** @type {Listed} */ one) {
  const { series, name } = one;
  const times = [...series.points, ...series.predicted].map(([at]) => at);
  const from = Math.min(...times);
  const to = Math.max(...times, from + 1);
  const values = [
    ...series.points.map(([, value]) => value),
    ...series.predicted.flatMap(([, min, max]) => [min, max ?? min]),
  ];
  const low = Math.min(0, ...values);
  const high = Math.max(low + 1, ...values);
  const x = (/** @type {number} */ at) => LEFT + ((at - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const y = (/** @type {number} */ value) =>
    HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const place = (/** @type {number} */ at, /** @type {number} */ value) =>
    `${x(at).toFixed(1)},${y(value).toFixed(1)}`;
  const svg = shape('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: 'img',
    'aria-label': `${visible(name)}: ${summaryOf(one)}`,
  });
  for (const value of [low, (low + high) / 2, high]) {
    svg.append(
      shape('line', { class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }),
      shape('text', { x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }, short(value)),
    );
  }
  svg.append(
    shape('text', { x: LEFT, y: HEIGHT - 8 }, seconds(from)),
    shape('text', { x: WIDTH - RIGHT, y: HEIGHT - 8, 'text-anchor': 'end' }, seconds(to)),
  );
  const upper = series.predicted.map(([at, , max]) => place(at, max ?? high));
  const lower = series.predicted.map(([at, min]) => place(at, min)).reverse();
  if (upper.length > 1) {
    svg.append(
      shape('polygon', { class: 'band', points: [...upper, ...lower].join(' ') }),
      shape('polyline', { class: 'edge', points: upper.join(' ') }),
      shape('polyline', { class: 'edge', points: lower.join(' ') }),
    );
  }
  for (const [at, min, max] of series.predicted) {
    const [a, b] = [y(min), y(max ?? high)];
    svg.append(
      shape(
        'path',
        { class: 'predicted', d: `M${x(at) - 4},${a}h8M${x(at)},${a}V${b}M${x(at) - 4},${b}h8` },
        shape('title', {}, `predicted ${bounds(min, max)} at ${seconds(at)}`),
      ),
    );
  }
  svg.append(
    shape('polyline', {
      class: 'curve',
      points: series.points.map(([at, value]) => place(at, value)).join(' '),
    }),
  );
  for (const [at, value] of series.points) {
    svg.append(
      shape(
        'circle',
        { class: 'dot', cx: x(at), cy: y(value), r: 2.5 },
        shape('title', {}, `${value} at ${seconds(at)}`),
      ),
    );
  }
  return element(
    'figure',
    { class: 'chart' },
    element('div', { class: 'scroll', tabindex: '0' }, svg),
    element('figcaption', {}, legend(), summaryOf(one)),
  );
}

/** Line and dashes, so that no colour is needed. */
const legend = () =>
  element(
    'span',
    { class: 'legend' },
    element('span', { class: 'key received' }, 'received'),
    ' ',
    element('span', { class: 'key predicted' }, 'predicted'),
  );

/** @param {number} value */
const short = (value) =>
  Math.abs(value) >= 1e6 ? value.toExponential(2) : `${Math.round(value * 1000) / 1000}`;

/** @param {Listed} one */
export function tableOf({ series }) {
  const rows = [
    ...series.points.map(([at, value]) => ({ at, cells: [seconds(at), `${value}`, ''] })),
    ...series.predicted.map(([at, min, max]) => ({ at, cells: [seconds(at), '', bounds(min, max)] })),
  ];
  const inOrder = rows.sort((a, b) => a.at - b.at).map(({ cells }) => cells);
  return element(
    'details',
    {},
    element('summary', {}, 'As a table'),
    table(['At', 'Received', 'Predicted'], inOrder),
  );
}
