import type { Kill } from '../kill.ts';
import { type Benchmark, inPercent, type Score } from './score.ts';
import { standingsOf } from './standing.ts';

/** The whole result as one page that needs nothing else. */
export function killHtml(benchmark: Benchmark, about: string): string {
  const { kills, must, should, passes } = benchmark;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Fault benchmark: ${passes ? 'passed' : 'not passed'}</title>
<style>
body { font: 1rem/1.4 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1a1a1a; background: #fff }
table { border-collapse: collapse; margin: 1rem 0; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem; border-bottom: 1px solid #ccc; overflow-wrap: anywhere }
.killed, .equivalent { color: #2e7d32 } .misdiagnosed { color: #8a5a00 } .survived, .false, .broken { color: #c62828 }
</style>
<h1>Fault benchmark</h1>
<p>${text(about)}</p>
<table><tr><th>level<th>came into play<th>caught<th>caught by the check meant for them</tr>
${scoreRow('MUST', must)}${scoreRow('SHOULD', should)}</table>
<h2>Catalogue</h2>
<table><tr><th>row<th>level<th>defect<th>faults</tr>
${standingsOf(kills)
  .map(
    ({ row, outcomes, note }) =>
      `<tr><td>${row.id}<td>${row.level}<td>${text(row.words)}<td>${
        outcomes.size === 0
          ? text(note ?? 'none in this run')
          : [...outcomes]
              .map(([outcome, count]) => `<span class="${outcome}">${count} ${outcome}</span>`)
              .join(', ')
      }</tr>`,
  )
  .join('\n')}
</table>
<h2>Faults</h2>
<table><tr><th>fault<th>outcome<th>meant<th>red</tr>
${kills.map(killRow).join('\n')}
</table>
</html>
`;
}

const scoreRow = (level: string, { planted, killed, diagnosed }: Score): string =>
  `<tr><td>${level}<td>${planted}<td>${inPercent(killed, planted)}<td>${inPercent(diagnosed, planted)}</tr>`;

const killRow = ({ fault, outcome, red, reason }: Kill): string =>
  `<tr><td>${text(fault.id)}<td class="${outcome}">${outcome}${reason === undefined ? '' : `: ${text(reason)}`}<td>${text(fault.expects)}<td>${text(red.slice(0, 5).join(' '))}</tr>`;

const text = (raw: string): string =>
  raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
