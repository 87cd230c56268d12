import type { Report } from '../report.ts';
import { completenessOf, isConform, provenanceOf, totalsOf } from '../words.ts';
import { dataElement, POLICY, scriptElement, styleElement } from './assets.ts';
import { checksPart, filter } from './checks.ts';
import { html, type Markup } from './markup.ts';
import { matrix } from './matrix.ts';

/**
 * The whole report as one page that needs nothing else: it works from a disk without a network, by keyboard and by
 * ear, and what it says in words and tables also without its script.
 */
export function htmlReport(report: Report): string {
  const { target, verdict, epochs, run } = report;
  return `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${verdict}: OTLP metrics of ${target.name}</title>
${styleElement}
</head>
<body>
<a class="skip" href="#checks-title">To the checks</a>
${header(report)}
<main>
<div class="filtered">
${filter(report)}
${matrix(report)}
${checksPart(report)}
</div>
${traffic(report)}
${series}
${scenariosPart(report)}
</main>
${footer(report)}
${dataElement({ startedAtUnixMs: run.startedAtUnixMs, epochs })}
${scriptElement}
</body>
</html>
`.text
  }`;
}

const header = (report: Report): Markup => {
  const { target, verdict, contract, run } = report;
  const share = run.seconds === 0 ? 0 : run.waitedSeconds / run.seconds;
  return html`<header>
<p class="kicker">OTLP metrics of a key management service</p>
<h1><span class="name">${target.name}${target.version === undefined ? '' : ` ${target.version}`}</span> <span class="verdict ${isConform(report) ? 'passed' : 'failed'}">${verdict}</span></h1>
<p class="totals">${totalsOf(report)}</p>
${report.problems.map((problem) => html`<p class="error">${problem}</p>`)}
<ul class="facts">
<li>Contract <strong>${contract.profile} ${contract.version}</strong></li>
<li>Started <strong>${new Date(run.startedAtUnixMs).toISOString().slice(0, 19).replace('T', ' ')} UTC</strong></li>
<li>Of ${run.seconds.toFixed(1)} s <strong>${(100 * share).toFixed(0)} %</strong> waited for pushes</li>
<li>${completenessOf(report)}</li>
</ul>
<nav aria-label="Parts of the report"><a href="#matrix-title">Instruments</a> <a href="#topics-title">Other checks</a> <a href="#checks-title">Checks</a> <a href="#traffic-title">Traffic</a> <a href="#series-title">Series</a> <a href="#scenarios-title">Scenarios</a> <a href="#provenance-title">Provenance</a></nav>
</header>`;
};

const NEEDS_SCRIPT = html`<noscript><p>This part is drawn by a script, which is switched off here. The JSON report holds the same data.</p></noscript>`;

const traffic = ({ epochs }: Report): Markup => html`<section aria-labelledby="traffic-title">
<h2 id="traffic-title">Traffic and exports</h2>
${NEEDS_SCRIPT}
<div id="traffic" hidden>
<p class="tools"><label>Instance <select id="epoch">${epochs.map(
  ({ instance, requests, exports }, index) =>
    html`<option value="${index}">${index + 1}. ${instance} (${requests.length} requests, ${exports.length} exports)</option>`,
)}</select></label>
<button type="button" data-zoom="in">Zoom in</button> <button type="button" data-zoom="out">Zoom out</button> <button type="button" data-zoom="earlier">Earlier</button> <button type="button" data-zoom="later">Later</button> <button type="button" data-zoom="all">All</button></p>
<figure><div id="timeline" class="scroll" tabindex="0"></div><figcaption id="timeline-text" role="status" aria-live="polite"></figcaption></figure>
<div id="requests"></div>
</div>
</section>`;

const series = html`<section aria-labelledby="series-title">
<h2 id="series-title">Series</h2>
${NEEDS_SCRIPT}
<div id="series" hidden>
<p class="tools"><label>Filter <input type="search" id="series-text" placeholder="instrument, attribute, value" autocomplete="off"></label>
<label>Instance <select id="series-epoch"></select></label>
<label><input type="checkbox" id="series-off"> only those that are not as predicted</label></p>
<p id="series-status" role="status" aria-live="polite"></p>
<div id="series-list"></div>
<p><button type="button" id="series-more">Show more</button></p>
</div>
</section>`;

const scenariosPart = ({ scenarios }: Report): Markup => html`<section aria-labelledby="scenarios-title">
<h2 id="scenarios-title">Scenarios</h2>
<div class="wide" role="region" aria-labelledby="scenarios-title" tabindex="0"><table>
<thead><tr><th scope="col">Scenario</th><th scope="col">Feature</th><th scope="col" class="number">Took</th><th scope="col" class="number">Checks</th><th scope="col">Ended with</th></tr></thead>
<tbody>${scenarios.map(
  ({ name, location, seconds, checks, error }) =>
    html`<tr><th scope="row">${name}</th><td><code>${location}</code></td><td class="number">${seconds.toFixed(2)} s</td><td class="number">${checks.length}</td><td>${error === undefined ? 'no error' : html`<span class="error">${error}</span>`}</td></tr>
`,
)}</tbody></table></div>
</section>`;

const footer = (report: Report): Markup => html`<footer aria-labelledby="provenance-title">
<h2 id="provenance-title">Provenance</h2>
<dl class="provenance">${provenanceOf(report).map(([label, text]) => html`<dt>${label}</dt><dd><code>${text}</code></dd>`)}${Object.entries(
  report.contract.definitions,
).map(([key, value]) => html`<dt>${key}</dt><dd><code>${`${value}`}</code></dd>`)}</dl>
<p class="completeness"><strong>${completenessOf(report)}</strong></p>
</footer>`;
