import { byId, element, epochs, PAGE, seconds, shape, startedAtUnixMs, table } from './page.js';

/** @typedef {import('./page.js').EpochReport} EpochReport */
/** @typedef {import('./page.js').RequestReport} RequestReport */

const epochChoice = /** @type {HTMLSelectElement} */ (byId('epoch'));
let [viewFrom, viewTo] = [0, 1];
let requestsShown = PAGE;

const current = () => epochs[Number(epochChoice.value)];

/** @param {EpochReport} epoch @returns {[number, number]} */
function spanOf(epoch) {
  const times = [
    ...epoch.requests.flatMap(({ sentAtUnixMs, answeredAtUnixMs }) => [
      sentAtUnixMs,
      answeredAtUnixMs ?? sentAtUnixMs,
    ]),
    ...epoch.exports.map(({ arrivedAtUnixMs }) => arrivedAtUnixMs),
  ];
  if (times.length === 0) return [startedAtUnixMs, startedAtUnixMs + 1];
  const bounds = times.reduce(
    ([least, most], at) => /** @type {[number, number]} */ ([Math.min(least, at), Math.max(most, at)]),
    /** @type {[number, number]} */ ([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]),
  );
  return [bounds[0], Math.max(bounds[1], bounds[0] + 1)];
}

/** @param {RequestReport} request */
const isBad = ({ way, operations, answeredAtUnixMs }) =>
  (answeredAtUnixMs === undefined && way.endsWith('without an answer')) ||
  / [45]\d\d$/.test(way) ||
  operations.some((operation) => operation.includes(' failed: '));

/** Lanes of the timeline: what happened when. @param {EpochReport} epoch */
const lanesOf = (epoch) => [
  {
    title: 'requests that succeeded',
    look: 'lane-ok',
    times: epoch.requests.filter((request) => !isBad(request)).map(({ sentAtUnixMs }) => sentAtUnixMs),
  },
  {
    title: 'refused, failed, unanswered',
    look: 'lane-bad',
    times: epoch.requests.filter(isBad).map(({ sentAtUnixMs }) => sentAtUnixMs),
  },
  {
    title: 'exports received',
    look: 'lane-export',
    times: epoch.exports.map(({ arrivedAtUnixMs }) => arrivedAtUnixMs),
  },
  {
    title: 'observations',
    look: 'lane-seen',
    times: epoch.observations.flatMap(({ exportCount }) => {
      const exported = epoch.exports[exportCount - 1 - epoch.exportsLeftOut];
      return exported === undefined ? [] : [exported.arrivedAtUnixMs];
    }),
  },
];

const LANE = 46;
const NAMES = 190;
/** Columns that what happens is gathered in: as many as a screen can tell apart. */
const COLUMNS = 190;

function drawTimeline() {
  const epoch = current();
  if (epoch === undefined) return;
  const lanes = lanesOf(epoch);
  const height = lanes.length * LANE + 26;
  const counts = lanes.map(({ times }) => times.filter((at) => at >= viewFrom && at <= viewTo).length);
  const words = `${seconds(viewFrom)} to ${seconds(viewTo)}: ${lanes.map(({ title }, index) => `${counts[index]} ${title}`).join(', ')}${epoch.requestsLeftOut + epoch.exportsLeftOut === 0 ? '' : `; ${epoch.requestsLeftOut} earlier requests and ${epoch.exportsLeftOut} earlier exports did not fit into the report`}`;
  const svg = shape('svg', {
    viewBox: `0 0 960 ${height}`,
    role: 'img',
    'aria-label': `Timeline, ${words}`,
  });
  lanes.forEach(({ title, look, times }, index) => {
    const base = (index + 1) * LANE;
    svg.append(
      shape('line', { class: 'grid', x1: NAMES, x2: 950, y1: base, y2: base }),
      shape('text', { x: 10, y: base - 10 }, title),
    );
    const columns = new Array(COLUMNS).fill(0);
    for (const at of times) {
      const column = Math.floor(((at - viewFrom) / (viewTo - viewFrom)) * (COLUMNS - 1));
      if (column >= 0 && column < COLUMNS) columns[column] += 1;
    }
    const most = Math.max(1, ...columns);
    columns.forEach((count, column) => {
      if (count === 0) return;
      const tall = 6 + (LANE - 14) * (Math.log1p(count) / Math.log1p(most));
      const at = viewFrom + (column / (COLUMNS - 1)) * (viewTo - viewFrom);
      svg.append(
        shape(
          'rect',
          { class: look, x: NAMES + column * 4, y: base - tall, width: 3.2, height: tall },
          shape('title', {}, `${count} at ${seconds(at)}`),
        ),
      );
    });
  });
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
    svg.append(
      shape(
        'text',
        { x: NAMES + share * 758, y: height - 8, 'text-anchor': anchor },
        seconds(viewFrom + share * (viewTo - viewFrom)),
      ),
    );
  }
  byId('timeline').replaceChildren(svg);
  byId('timeline-text').textContent = words;
  listRequests(epoch);
}

/** @param {EpochReport} epoch */
function listRequests(epoch) {
  const fitting = epoch.requests.filter(
    ({ sentAtUnixMs }) => sentAtUnixMs >= viewFrom && sentAtUnixMs <= viewTo,
  );
  const rows = fitting
    .slice(0, requestsShown)
    .map((request) => [
      seconds(request.sentAtUnixMs),
      request.answeredAtUnixMs === undefined
        ? '–'
        : `${(request.answeredAtUnixMs - request.sentAtUnixMs).toFixed(1)} ms`,
      request.way,
      request.user ?? '',
      request.operations.join(', '),
      request.scenario,
    ]);
  const more = element('button', { type: 'button' }, 'Show more');
  more.addEventListener('click', () => {
    requestsShown += PAGE;
    listRequests(epoch);
  });
  const wasOpen = byId('requests').querySelector('details')?.open ?? false;
  const details = element(
    'details',
    {},
    element('summary', {}, `${fitting.length} requests of this span`),
    table(['Sent', 'Took', 'Request', 'User', 'Operations', 'Scenario'], rows),
    rows.length < fitting.length ? element('p', {}, more, ` ${rows.length} shown`) : '',
  );
  details.open = wasOpen;
  byId('requests').replaceChildren(details);
}

export function showAll() {
  const epoch = current();
  if (epoch === undefined) return;
  [viewFrom, viewTo] = spanOf(epoch);
  requestsShown = PAGE;
  drawTimeline();
}

/** @type {Record<string, (from: number, to: number) => [number, number]>} */
const ZOOMS = {
  in: (from, to) => [from + (to - from) / 4, to - (to - from) / 4],
  out: (from, to) => [from - (to - from) / 2, to + (to - from) / 2],
  earlier: (from, to) => [from - (to - from) / 2, to - (to - from) / 2],
  later: (from, to) => [from + (to - from) / 2, to + (to - from) / 2],
};
for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (
  document.querySelectorAll('[data-zoom]')
)) {
  button.addEventListener('click', () => {
    const zoom = ZOOMS[button.dataset.zoom ?? ''];
    if (zoom === undefined) return showAll();
    [viewFrom, viewTo] = zoom(viewFrom, viewTo);
    drawTimeline();
  });
}
epochChoice.addEventListener('input', showAll);

/** The instance that was asked most is the one to look at first. */
epochChoice.value = `${epochs.reduce((most, { requests }, index) => (requests.length > (epochs[most]?.requests.length ?? 0) ? index : most), 0)}`;
