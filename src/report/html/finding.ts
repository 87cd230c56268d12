import { diffOf, requestsOf } from '../evidence-text.ts';
import type { FindingReport, PointReport, Report, RequestReport } from '../report.ts';
import { html, type Markup, NOTHING } from './markup.ts';

/** One finding with everything that is known of it. */
export function findingPart(finding: FindingReport, check: string, report: Report): Markup {
  const { message, nearest, scenarios, epoch } = finding;
  const instance = epoch === undefined ? undefined : report.epochs[epoch]?.instance;
  return html`<article class="finding">
<p class="message">${message}</p>
${nearest === undefined ? NOTHING : html`<dl class="nearest">${nearest.received === '' ? NOTHING : html`<dt>Nearest received</dt><dd><code>${nearest.received}</code></dd>`}<dt>Smallest edit</dt><dd><strong>${nearest.edit}</strong></dd></dl>`}
${diff(finding)}
${charts(finding, check, report)}
${requests(requestsOf(finding, report.epochs), instance, report.run.startedAtUnixMs)}
${points(finding.points)}
${scenarios.length === 0 ? NOTHING : html`<details><summary>Moved by ${scenarios.length} ${scenarios.length === 1 ? 'scenario' : 'scenarios'}</summary><ul>${scenarios.map((name) => html`<li>${name}</li>`)}</ul></details>`}
</article>
`;
}

function diff({ expected, received }: FindingReport): Markup {
  if (expected === undefined && received === undefined) return NOTHING;
  const lines = diffOf(expected, received);
  const line = { expected: 'del', received: 'ins', both: 'span' } as const;
  const signs = { expected: '−', received: '+', both: ' ' } as const;
  return html`<figure class="diff"><figcaption><span class="only expected">− expected</span> <span class="only received">+ received</span></figcaption><pre>${lines.map(
    ({ side, text }) => {
      const inside = html`<span aria-hidden="true">${signs[side]} </span>${side === 'both' ? NOTHING : html`<span class="heard">${side}: </span>`}${text}
`;
      if (line[side] === 'del') return html`<del>${inside}</del>`;
      return line[side] === 'ins' ? html`<ins>${inside}</ins>` : inside;
    },
  )}</pre></figure>`;
}

/** Drawn by the script when the check is opened. */
function charts({ epoch, points, series }: FindingReport, check: string, { instruments }: Report): Markup {
  const name = points[0]?.instrument ?? check.split('/')[0] ?? '';
  const isInstrument = points.length > 0 || instruments.some((instrument) => instrument.name === name);
  return epoch === undefined || !isInstrument
    ? NOTHING
    : html`<div class="charts" data-epoch="${epoch}" data-instrument="${name}" data-series="${series}"></div>`;
}

const requests = (
  rows: readonly RequestReport[],
  instance: string | undefined,
  startedAtUnixMs: number,
): Markup =>
  rows.length === 0
    ? NOTHING
    : html`<details><summary>The ${rows.length === 1 ? 'request' : `${rows.length} requests`} that led there (${instance ?? ''})</summary><div class="wide" tabindex="0"><table>
<thead><tr><th scope="col" class="number">At</th><th scope="col">Request</th><th scope="col">User</th><th scope="col">Operations</th><th scope="col">Scenario</th></tr></thead>
<tbody>${rows.map(
        ({ sentAtUnixMs, way, user, operations, scenario }) =>
          html`<tr><td class="number">${((sentAtUnixMs - startedAtUnixMs) / 1000).toFixed(3)} s</td><td><code>${way}</code></td><td>${user}</td><td>${operations.join(', ')}</td><td>${scenario}</td></tr>
`,
      )}</tbody></table></div></details>`;

const points = (rows: readonly PointReport[]): Markup =>
  rows.length === 0
    ? NOTHING
    : html`<details><summary>${rows.length === 1 ? 'The raw point' : `${rows.length} raw points`}</summary><div class="wide" tabindex="0"><table>
<thead><tr><th scope="col">Instrument</th><th scope="col">Attributes</th><th scope="col">Value</th><th scope="col">start_time_unix_nano</th><th scope="col">time_unix_nano</th></tr></thead>
<tbody>${rows.map(
        ({ instrument, attributes, value, startTimeUnixNano, timeUnixNano }) =>
          html`<tr><td><code>${instrument}</code></td><td><code>${labels(attributes)}</code></td><td class="number">${value}</td><td class="number">${startTimeUnixNano}</td><td class="number">${timeUnixNano}</td></tr>
`,
      )}</tbody></table></div></details>`;

const labels = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(', ');
