import { aspects, byId, clock, element, judges, showRows, signs } from './dom.js';
import { store } from './store.js';

/** Scenarios that are named; the others are counted. */
const NAMED_SCENARIOS = 15;

export function showBoard() {
  showFacts();
  showInstruments();
  showChecks();
  if (judges === 'run') showScenarios();
  byId('changes').replaceChildren(...store.changes.map(lineOf));
}

const ago = (/** @type {number} */ unixMs) =>
  `${Math.max(0, Math.round((Date.now() - unixMs) / 1000))} s ago`;

/** Also without news: the last export grows older. */
export function showFacts() {
  const { facts } = store;
  if (facts === undefined) return;
  const looks = [...store.checks.values()].map(({ look }) => look);
  const count = (/** @type {string} */ look) => looks.filter((one) => one === look).length;
  const last = facts.lastExportAtUnixMs === undefined ? 'none yet' : ago(facts.lastExportAtUnixMs);
  const { driving, waiting, ended, failed, planned } = facts.scenarios;
  const words = [
    ['Exports', `${facts.exports}, ${facts.exportsPerMinute} in the last minute`],
    ['Last export', last],
    ['Instruments', `${facts.documentedSeen} of ${facts.documented}`],
    [
      'Series',
      `${facts.series}${facts.seriesLeftOut === 0 ? '' : `, ${facts.leavesOutMore ? 'at least ' : ''}${facts.seriesLeftOut} left out`}`,
    ],
    [
      'Checks',
      `${count('failed')} failed, ${count('known')} reported, ${count('passed')} ${judges === 'run' ? 'passed' : 'fit so far'}`,
    ],
    ...(judges === 'run'
      ? [
          [
            'Scenarios',
            `${driving} at work, ${waiting} waiting, ${ended + failed} of ${planned + driving + waiting + ended + failed} done`,
          ],
          ['Requests', `${facts.requests}, ${facts.inFlight} under way`],
        ]
      : []),
    ...(facts.instances > 1 ? [['Instances', `${facts.instances}`]] : []),
    ...(facts.restarts === 0 ? [] : [['Restarts', `${facts.restarts}`]]),
    ...(facts.wrongWays === 0 ? [] : [['Wrong ways', `${facts.wrongWays}`]]),
    ...(facts.refused === 0 ? [] : [['Refused messages', `${facts.refused}`]]),
  ];
  const list = byId('facts');
  while (list.children.length > words.length) list.lastElementChild?.remove();
  words.forEach(([label, text], index) => {
    const item = list.children[index] ?? list.appendChild(element('li'));
    const whole = `${label} ${text}`;
    if (item.textContent !== whole) item.replaceChildren(`${label} `, element('strong', {}, text ?? ''));
  });
}

function showInstruments() {
  const rows = [...store.instruments.values()].sort((a, b) => (a.number ?? 1e9) - (b.number ?? 1e9));
  showRows(
    byId('instruments'),
    rows.map(({ name, number, kind, unit, series, total, movedAtUnixMs }) => ({
      key: name,
      look: series === 0 ? 'missing' : '',
      cells: [
        { text: number === undefined ? '' : `${number}`, kind: 'number' },
        { text: name, kind: 'head' },
        { text: number === undefined ? `${kind}, not documented` : kind, kind: 'word' },
        { text: unit, kind: 'code' },
        { text: series === 0 ? 'missing' : `${series}`, kind: 'number' },
        { text: total, kind: 'number' },
        { text: clock(movedAtUnixMs), kind: 'number' },
        ...aspects.map((aspect) => aspectOf(name, aspect)),
      ],
    })),
  );
}

/** @param {string} name @param {string} aspect @returns {import('./dom.js').Cell} */
function aspectOf(name, aspect) {
  const check = store.checks.get(`${name}/${aspect}`);
  if (check === undefined) return { text: '' };
  return { text: '', kind: 'aspect', look: check.look, heard: `${name} ${aspect}: ${check.words}` };
}

function showChecks() {
  const checks = [...store.checks.values()];
  const open = checks.filter(({ findings, look }) => findings.length > 0 && look !== 'aside');
  byId('findings-none').hidden = open.length > 0;
  byId('findings-table').hidden = open.length === 0;
  showRows(
    byId('findings'),
    open.map(({ id, level, look, words, findings, findingsLeftOut }) => ({
      key: id,
      cells: [
        { text: id, kind: 'head' },
        { text: level, kind: 'word' },
        { text: words, kind: 'badge', look },
        { text: `${findings.join('; ')}${findingsLeftOut === 0 ? '' : `; and ${findingsLeftOut} more`}` },
      ],
    })),
  );
  const topics = checks.filter(
    ({ id }) => !aspects.includes(id.slice(id.lastIndexOf('/') + 1)) || !id.startsWith('kms.'),
  );
  const told = judges === 'run' ? topics : topics.filter(({ look }) => look !== 'aside');
  showRows(
    byId('topics'),
    told.map(({ id, level, look, words, text }) => ({
      key: id,
      cells: [
        { text: id, kind: 'head' },
        { text: level, kind: 'word' },
        { text: words, kind: 'badge', look },
        { text },
      ],
    })),
  );
}

/** @type {Record<import('../event.ts').ScenarioState, { words: string, look: import('./dom.js').Look, rank: number }>} */
const STATES = {
  failed: { words: 'failed', look: 'failed', rank: 0 },
  driving: { words: 'at work', look: 'known', rank: 1 },
  waiting: { words: 'waiting for a push', look: 'untested', rank: 2 },
  planned: { words: 'planned', look: 'aside', rank: 3 },
  ended: { words: 'done', look: 'passed', rank: 4 },
};

function showScenarios() {
  const open = [...store.scenarios.values()]
    .filter(({ state }) => state !== 'ended' && state !== 'planned')
    .sort((a, b) => STATES[a.state].rank - STATES[b.state].rank);
  const shown = open.slice(0, NAMED_SCENARIOS);
  byId('scenarios-table').hidden = shown.length === 0;
  byId('scenarios-status').textContent =
    `${shown.length} of ${open.length} under way or failed, ${store.scenarios.size} in all`;
  showRows(
    byId('scenarios'),
    shown.map(({ name, state, error }) => ({
      key: name,
      cells: [
        { text: error === '' ? name : `${name}: ${error}`, kind: 'head' },
        { text: STATES[state].words, kind: 'badge', look: STATES[state].look },
      ],
    })),
  );
}

/** @param {import('../update.ts').Change} change */
const lineOf = ({ atUnixMs, look, text }) =>
  element(
    'li',
    {},
    element('time', { datetime: new Date(atUnixMs).toISOString() }, clock(atUnixMs)),
    element('span', { class: `sign ${look}`, 'aria-hidden': 'true' }, signs[look]),
    text,
  );
