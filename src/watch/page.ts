import { readFileSync } from 'node:fs';
import { ASPECTS } from '../contract/contract.ts';
import { bundled, dataElement, hashOf, STYLE } from '../report/html/assets.ts';
import { html, Markup } from '../report/html/markup.ts';
import { SIGNS } from '../report/html/state.ts';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** In this order: each uses what the ones before it define. */
const MODULES = ['dom', 'store', 'board', 'series', 'begin'];

export interface LivePage {
  readonly html: string;
  readonly policy: string;
}

/** A page that shows what it is told and asks for nothing but that. */
export function livePage(about: {
  readonly title: string;
  /** Where the exports come from, in a sentence. */
  readonly source: string;
  readonly judges: 'stream' | 'run';
}): LivePage {
  const style = STYLE + read('style.css');
  const script = bundled(MODULES.map((name) => read(`client/${name}.js`)));
  return {
    html: `<!doctype html>\n${pageOf(about, style, script).text}`,
    policy: [
      "default-src 'none'",
      `style-src ${hashOf(style)}`,
      `script-src ${hashOf(script)}`,
      "connect-src 'self'",
      // Only the empty icon of the page itself.
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}

const pageOf = (
  { title, source, judges }: Parameters<typeof livePage>[0],
  style: string,
  script: string,
  isRun = judges === 'run',
): Markup => html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Live: ${title}</title>
${new Markup(`<style>${style}</style>`)}
</head>
<body>
<a class="skip" href="#series-title">To the series</a>
<header>
<p class="kicker">OTLP metrics of a key management service, live</p>
<h1><span class="name">${title}</span> <span class="verdict aside" id="connection">connecting</span></h1>
<p class="totals">${source}</p>
<ul class="facts" id="facts" aria-label="Facts"></ul>
<p class="heard" id="said" role="status" aria-live="polite"></p>
<noscript><p>This page is drawn by a script, which is switched off here. Use --plain for lines in a terminal.</p></noscript>
<nav aria-label="Parts of the page"><a href="#instruments-title">Instruments</a> <a href="#findings-title">Findings</a>${isRun ? html` <a href="#scenarios-title">Scenarios</a>` : ''} <a href="#series-title">Series</a> <a href="#topics-title">Other checks</a> <a href="#changes-title">Changes</a></nav>
</header>
<main>
${part('instruments', 'Instruments', INSTRUMENTS)}
${part('findings', 'What is not as promised', FINDINGS)}
${isRun ? part('scenarios', 'Scenarios under way', SCENARIOS) : ''}
${part('series', 'Series', seriesPart(isRun))}
${part('topics', 'Other checks', TOPICS)}
${part('changes', 'Changes', html`<p class="totals">The latest first.</p><ol id="changes" class="changes"></ol>`)}
</main>
${dataElement({ signs: SIGNS, aspects: ASPECTS, judges })}
${new Markup(`<script>${script}</script>`)}
</body>
</html>
`;

const part = (id: string, title: string, content: Markup): Markup =>
  html`<section aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>`;

type Head = readonly [text: string, look?: 'number' | 'word' | 'aspect'];

const table = (id: string, heads: readonly Head[], caption: string): Markup =>
  html`<div class="wide" role="region" aria-labelledby="${id}-title" tabindex="0" id="${id}-table"><table class="${id === 'instruments' ? 'matrix' : ''}">
<caption class="heard">${caption}</caption>
<thead><tr>${heads.map(([text, look = '']) => html`<th scope="col" class="${look}">${text}</th>`)}</tr></thead>
<tbody id="${id}"></tbody>
</table></div>`;

const INSTRUMENTS = table(
  'instruments',
  [
    ...([['No.', 'number'], ['Instrument'], ['Kind'], ['Unit']] as const),
    ...([
      ['Series', 'number'],
      ['Total', 'number'],
      ['Last moved', 'number'],
    ] as const),
    ...ASPECTS.map((aspect) => [aspect, 'aspect'] as const),
  ],
  'Each instrument with its series and how its aspects stand',
);

const FINDINGS = html`<p id="findings-none">Nothing so far.</p>
${table('findings', [['Check'], ['Level'], ['State'], ['Finding']], 'Checks with findings')}`;

const SCENARIOS = html`<p id="scenarios-status"></p>
${table('scenarios', [['Scenario'], ['State']], 'Scenarios that are under way or have failed')}`;

const TOPICS = table(
  'topics',
  [['Check'], ['Level'], ['State'], ['What it asks']],
  'Checks that belong to no single instrument',
);

const seriesPart = (
  isRun: boolean,
): Markup => html`<p class="tools"><label>Filter <input type="search" id="series-text" placeholder="instrument, attribute, value" autocomplete="off"></label>
<label>Order <select id="series-order"><option value="name">by name</option><option value="fast">fastest first</option><option value="late">last moved first</option></select></label>
<label><input type="checkbox" id="series-moving"> only those that move</label></p>
<p id="series-status"></p>
${table(
  'series',
  [
    ['Series'],
    ...(isRun ? ([['Instance']] as const) : []),
    ...([
      ['Value', 'number'],
      ['Per second', 'number'],
      ['Last moved', 'number'],
    ] as const),
  ],
  'Series, a page at a time',
)}
<p class="tools"><button type="button" id="series-before">Previous page</button> <button type="button" id="series-after">Next page</button></p>`;
