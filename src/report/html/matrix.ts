import { ASPECTS } from '../../contract/contract.ts';
import type { CheckReport, InstrumentReport, Report } from '../report.ts';
import { html, type Markup } from './markup.ts';
import { badge, lookOf, sign, wordsOf } from './state.ts';

/** Every instrument in every aspect, then the checks that belong to no single one. */
export function matrix(report: Report): Markup {
  const byId = new Map(report.checks.map((check) => [check.id, check]));
  return html`<section aria-labelledby="matrix-title">
<h2 id="matrix-title">Instruments</h2>
<div class="wide" role="region" aria-labelledby="matrix-title" tabindex="0"><table class="matrix">
<caption class="heard">Each instrument by aspect; a cell leads to its check</caption>
<thead><tr><th scope="col" class="number">No.</th><th scope="col">Instrument</th><th scope="col">Kind</th><th scope="col">Unit</th>${ASPECTS.map((aspect) => html`<th scope="col" class="aspect">${aspect}</th>`)}</tr></thead>
<tbody>${report.instruments.map((instrument) => row(instrument, byId))}</tbody>
</table></div>
</section>
${topics(report)}`;
}

const row = (
  { number, name, kind, unit, document }: InstrumentReport,
  byId: ReadonlyMap<string, CheckReport>,
): Markup =>
  html`<tr data-row><td class="number">${number}</td><th scope="row"><code>${name}</code><span class="said">${document}</span></th><td class="word">${kind}</td><td class="word"><code>${unit}</code></td>${ASPECTS.map((aspect) => cell(byId.get(`${name}/${aspect}`), `${name} ${aspect}`))}</tr>
`;

const cell = (check: CheckReport | undefined, about: string): Markup =>
  check === undefined
    ? html`<td class="aspect">–</td>`
    : html`<td class="aspect" data-check="${check.id}"><a class="${lookOf(check)}" href="#check-${check.id}" title="${wordsOf(check)}">${sign(check, about)}</a></td>`;

function topics({ instruments, checks }: Report): Markup {
  const names = new Set(instruments.map(({ name }) => name));
  const own = checks.filter(({ id }) => !names.has(id.split('/')[0] ?? ''));
  return html`<section aria-labelledby="topics-title">
<h2 id="topics-title">Other checks</h2>
<div class="wide" role="region" aria-labelledby="topics-title" tabindex="0"><table>
<caption class="heard">Checks that belong to no single instrument</caption>
<thead><tr><th scope="col">Check</th><th scope="col">Level</th><th scope="col">State</th><th scope="col">Promise</th></tr></thead>
<tbody>${own.map(
    (check) =>
      html`<tr data-row data-check="${check.id}"><th scope="row"><a href="#check-${check.id}"><code>${check.id}</code></a></th><td>${check.level}</td><td>${badge(check)}</td><td>${check.text}</td></tr>
`,
  )}</tbody>
</table></div>
</section>`;
}
