import type { State } from '../../judge/verdict.ts';
import type { CheckReport, Report } from '../report.ts';
import { STATES } from '../words.ts';
import { findingPart } from './finding.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { badge, lookOf } from './state.ts';

/** What the filter and the checks it filters look like; the filter is for the tables above it, too. */
export const filter = ({ checks }: Report): Markup => {
  const states = (Object.keys(STATES) as State[])
    .map((state) => ({ state, count: checks.filter((check) => check.state === state).length }))
    .filter(({ count }) => count > 0);
  const levels = [...new Set(checks.map(({ level }) => level))];
  return html`<form class="filter" role="search" aria-label="Filter checks" hidden>
<label class="text">Filter <input type="search" id="filter-text" placeholder="name, word, scenario" autocomplete="off"></label>
<fieldset><legend>State</legend>${states.map(({ state, count }) => html`<button type="button" aria-pressed="false" data-state="${state}">${STATES[state].word} <span class="count">${count}</span></button>`)}</fieldset>
<fieldset><legend>Level</legend>${levels.map((level) => html`<button type="button" aria-pressed="false" data-level="${level}">${level}</button>`)}</fieldset>
<button type="button" id="filter-reset">Show all</button>
<output id="filter-status" role="status" aria-live="polite"></output>
</form>`;
};

export const checksPart = (report: Report): Markup => html`<section aria-labelledby="checks-title">
<h2 id="checks-title">Checks</h2>
<p class="tools" hidden><button type="button" id="open-all">Open those that did not pass</button> <button type="button" id="close-all">Close all</button></p>
<div id="checks">${[...report.checks].toSorted((a, b) => rank(a) - rank(b)).map((check) => checkPart(check, report))}</div>
</section>`;

const RANKS = ['failed', 'error', 'untested', 'known', 'passed', 'aside'];

/** What needs a look comes first. */
const rank = (check: CheckReport): number => RANKS.indexOf(lookOf(check));

function checkPart(check: CheckReport, report: Report): Markup {
  const { id, level, state, text, source, reason, findings, findingsLeftOut, baseline, scenarios } = check;
  return html`<details class="check ${lookOf(check)}" id="check-${id}" data-id="${id}" data-state="${state}" data-level="${level}">
<summary><code>${id}</code> <span class="level">${level}</span> ${badge(check)}</summary>
<div class="body">
<p>${text} <span class="said">${source}</span></p>
${reason === undefined ? NOTHING : html`<p class="reason">${reason}</p>`}
${baseline === undefined ? NOTHING : html`<p class="reason">Baseline: ${baseline.known}, ${baseline.reason} <code>${baseline.link}</code>${baseline.owner === undefined ? '' : ` (${baseline.owner})`}</p>`}
${findings.map((finding) => findingPart(finding, id, report))}
${findingsLeftOut === 0 ? NOTHING : html`<p>... and ${findingsLeftOut} more of the kind</p>`}
${scenarios.length === 0 ? NOTHING : html`<details><summary>Evidence: ${scenarios.length} ${scenarios.length === 1 ? 'scenario' : 'scenarios'}</summary><ul>${scenarios.map((name) => html`<li>${name}</li>`)}</ul></details>`}
</div>
</details>
`;
}
