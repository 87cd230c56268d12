import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Fault } from '../../faults/fault.ts';
import { type Kill, wireBench, wireFaults } from '../../faults/kill.ts';
import { killBadge, killJson } from '../../faults/report/data.ts';
import { killHtml } from '../../faults/report/html.ts';
import { killMarkdown } from '../../faults/report/markdown.ts';
import { measuredOf } from '../../faults/report/measured.ts';
import {
  type Benchmark,
  benchmarkOf,
  countsOf,
  inPercent,
  LEAST_DIAGNOSED_PERCENT,
  LEAST_KILLED_PERCENT,
} from '../../faults/report/score.ts';
import { sampled } from '../../faults/sample.ts';
import { serverFaults } from '../../faults/server/catalogue.ts';
import { killOnServers } from '../../faults/servers.ts';
import { checksOf } from '../contract/checks.ts';
import type { Contract } from '../contract/contract.ts';
import { BASE_PROFILE, loadProfile } from '../contract/profiles.ts';
import { type Paint, paintFor } from '../report/style.ts';
import { referenceTarget } from '../testbed/reference-target.ts';
import { type RunResult, run } from '../testbed/run.ts';
import { INTERRUPTED, OWN_ERROR, USAGE } from './exit-codes.ts';
import { Interrupted, interruptible } from './interrupt.ts';
import { terminalProgress } from './progress.ts';
import { guardVerdict } from './verdict-guard.ts';

const NOT_KILLED = 1;

const HELP = `npm run kill -- [WORD...] [options]

Plants every fault of the catalogue and tells which check catches it. With words only faults that have one of them in
their id or are a case of that row: "doubled", "NAM-01".

  --only wire|server   faults of what is sent, or of the server
  --sample PERCENT     of each kind of fault so many, at least one (default: 100)
  --seed TEXT          decides which (default: 1)
  --json, --markdown, --html, --badge FILE
  --measured FILE      what docs/faults.md says of it: faults/measured.json, then npm run generate

Exit codes: 0 the gate is passed, 1 it is not, 2 usage, 5 an error of the suite itself.
The gate: of the MUST faults that came into play ${LEAST_KILLED_PERCENT} % are caught, ${LEAST_DIAGNOSED_PERCENT} % by the check meant for them.`;

const say = (text: string): unknown => process.stderr.write(`${text}\n`);

const signal = interruptible();
const concluded = guardVerdict(process, say);
// An error that left the program while steps run would be swallowed by Cucumber, and the exit code would be 0.
process.exitCode = await kill(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof Interrupted) return INTERRUPTED;
  say(`error of the suite itself: ${error instanceof Error ? error.stack : String(error)}`);
  return OWN_ERROR;
});
concluded();

async function kill(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  if (typeof options === 'string') {
    say(options);
    return USAGE;
  }
  if (options.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const startedAtMs = performance.now();
  const contract = loadProfile(BASE_PROFILE);
  const { words, only, percent, seed } = options;
  const isWanted = ({ id, of }: Fault) =>
    words.length === 0 || words.some((word) => id.includes(word) || of === word);
  const wire = only === 'server' ? [] : sampled(wireFaults(contract).filter(isWanted), percent, seed);
  const server = only === 'wire' ? [] : sampled(serverFaults.filter(isWanted), percent, seed);
  if (wire.length + server.length === 0) {
    say(`no fault has ${words.join(' or ')} in its id`);
    return USAGE;
  }
  const clean = wire.length === 0 ? undefined : await cleanRun(contract);
  if (clean === 'unclean') return NOT_KILLED;
  const kills: Kill[] = clean === undefined ? [] : wire.map(wireBench(contract, clean.records));
  kills.push(...(await killOnServers(server, contract, ({ fault }) => say(`planted ${fault.id}`), signal)));
  const levels = new Map(checksOf(contract).map(({ id, level }) => [id, level]));
  const benchmark = benchmarkOf(kills, (check) => (levels.get(check) === 'MUST' ? 'MUST' : 'SHOULD'));
  const about = `${kills.length} faults planted: ${wire.length} in what a recorded run of the reference had sent, ${server.length} in servers that were started with them. Sample ${percent} %, seed ${seed}.`;
  await Promise.all([
    written(options.json, () => killJson(benchmark, seed)),
    written(options.markdown, () => killMarkdown(benchmark, about)),
    written(options.html, () => killHtml(benchmark, about)),
    written(options.badge, () => killBadge(benchmark)),
    written(options.measured, () => {
      const minutes = Math.ceil((performance.now() - startedAtMs) / 60_000);
      const on = new Date().toISOString().slice(0, 10);
      const measured = measuredOf(benchmark, { on, minutes, samplePercent: percent, seed, countsOf });
      return `${JSON.stringify(measured, undefined, 2)}\n`;
    }),
  ]);
  process.stdout.write(`${killTable(benchmark, paintFor(process.stdout)).join('\n')}\n`);
  return benchmark.passes ? 0 : NOT_KILLED;
}

/** What faults on the wire are planted in; "unclean" where that would tell nothing, which was said then. */
async function cleanRun(contract: Contract): Promise<RunResult | 'unclean'> {
  const progress = terminalProgress(process.stderr);
  const clean = await run({ contract, target: referenceTarget(), fast: true, progress, signal });
  const failed = clean.results.filter(({ weight }) => weight === 'breaks' || weight === 'unusable');
  if (failed.length === 0) return clean;
  say('faults can only be told from a clean run, and the reference itself does not conform:');
  for (const { check, findings, reason } of failed) say(`  ${check.id}: ${findings[0]?.message ?? reason}`);
  return 'unclean';
}

interface KillOptions {
  readonly help: boolean;
  readonly words: readonly string[];
  readonly only: string | undefined;
  readonly percent: number;
  readonly seed: string;
  readonly json: string | undefined;
  readonly markdown: string | undefined;
  readonly html: string | undefined;
  readonly badge: string | undefined;
  readonly measured: string | undefined;
}

/** A text: what is wrong with the arguments. */
function optionsOf(args: readonly string[]): KillOptions | string {
  const file = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        only: { type: 'string' },
        sample: { type: 'string', default: '100' },
        seed: { type: 'string', default: '1' },
        ...{ json: file, markdown: file, html: file, badge: file, measured: file },
      },
    });
    const { help, only, sample, seed, json, markdown, html, badge, measured } = values;
    const percent = Number(sample);
    if (!(percent > 0 && percent <= 100)) return `--sample must be a percentage above 0, but is ${sample}`;
    if (only !== undefined && only !== 'wire' && only !== 'server')
      return `--only must be wire or server, but is ${only}`;
    return { help, words: positionals, only, percent, seed, json, markdown, html, badge, measured };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}; see --help`;
  }
}

async function written(file: string | undefined, text: () => string): Promise<void> {
  if (file !== undefined) await writeFile(file, text());
}

function killTable({ kills, counts, must, should, passes }: Benchmark, colour: Paint): readonly string[] {
  const width = Math.max(...kills.map(({ fault }) => fault.id.length));
  const rows = kills.map(({ fault, outcome, red, reason }) => {
    const others = red.filter((check) => check !== fault.expects);
    const also =
      others.length === 0
        ? ''
        : `  also ${others.slice(0, 3).join(' ')}${others.length > 3 ? ` +${others.length - 3}` : ''}`;
    const why = reason === undefined ? '' : `  (${reason})`;
    const isGood = outcome === 'killed' || outcome === 'equivalent';
    const mark = colour(isGood ? 'green' : 'red', outcome.padEnd(12));
    return `${mark}  ${fault.id.padEnd(width)}  ${fault.expects}${colour('dim', `${also}${why}`)}`;
  });
  const planted = must.planted + should.planted;
  return [
    ...rows,
    '',
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(', '),
    `MUST: ${inPercent(must.killed, must.planted)} caught, ${inPercent(must.diagnosed, must.planted)} by the check meant for them; SHOULD: ${inPercent(should.killed, should.planted)}, ${inPercent(should.diagnosed, should.planted)}`,
    `${must.diagnosed + should.diagnosed} of ${planted} faults were caught by the check meant for them`,
    passes ? 'the gate is passed' : 'the gate is not passed',
  ];
}
