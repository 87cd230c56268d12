import { brokenBy } from '../../faults/variations/by-run.ts';
import { foundIn } from '../../faults/variations/judge.ts';
import { VARIATIONS, type Variation } from '../../faults/variations/variations.ts';
import { BASE_PROFILE, loadProfile } from '../contract/profiles.ts';
import { referenceTarget } from '../testbed/reference-target.ts';
import { run } from '../testbed/run.ts';
import { INTERRUPTED, OWN_ERROR, USAGE } from './exit-codes.ts';
import { Interrupted, interruptible } from './interrupt.ts';
import { terminalProgress } from './progress.ts';
import { guardVerdict } from './verdict-guard.ts';

const BROKEN = 1;

const say = (text: string): unknown => process.stderr.write(`${text}\n`);

const HELP = `npm run variations -- [WORD...] [--live]

Whatever legal telemetry may be like, nothing may break. What a record shows is judged on one recorded run; what it does
not, and everything with --live, is a run of its own through the rewriting proxy. With words only those that have one of
them in their id.

${VARIATIONS.map(({ id, words, live }) => `  ${id.padEnd(20)}  ${words}${live === undefined ? '' : ' (a run)'}`).join('\n')}

Exit codes: 0 nothing breaks, 1 something does, 2 usage, 5 an error of the suite itself.`;

const signal = interruptible();
const concluded = guardVerdict(process, say);
process.exitCode = await vary(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof Interrupted) return INTERRUPTED;
  say(`error of the suite itself: ${error instanceof Error ? error.stack : String(error)}`);
  return OWN_ERROR;
});
concluded();

async function vary(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const isLive = args.includes('--live');
  const words = args.filter((word) => word !== '--live');
  const wanted = VARIATIONS.filter(({ id }) => words.length === 0 || words.some((word) => id.includes(word)));
  if (wanted.length === 0) {
    say(
      `no variation has ${words.join(' or ')} in its id: there are ${VARIATIONS.map(({ id }) => id).join(', ')}`,
    );
    return USAGE;
  }
  const live = wanted.filter((variation) => isLive || variation.live !== undefined);
  const recorded = wanted.filter((variation) => !live.includes(variation));
  const found = [...(await onRecord(recorded)), ...(await byRuns(live))];
  const green = found.filter(([, broken]) => broken.length === 0).length;
  process.stdout.write(`\n${green} of ${found.length} legal variations break nothing\n`);
  return green === found.length ? 0 : BROKEN;
}

/** As soon as it is known: all of them take a quarter of an hour. */
function told(found: Found): Found {
  const [{ id, words }, broken] = found;
  process.stdout.write(`${broken.length === 0 ? 'green' : 'broken'}  ${id.padEnd(20)}  ${words}\n`);
  for (const text of broken) process.stdout.write(`        ${text}\n`);
  return found;
}

type Found = readonly [variation: Variation, broken: readonly string[]];

async function onRecord(variations: readonly Variation[]): Promise<readonly Found[]> {
  if (variations.length === 0) return [];
  const progress = terminalProgress(process.stderr);
  const contract = loadProfile(BASE_PROFILE);
  const { records } = await run({ contract, progress, fast: true, target: referenceTarget(), signal });
  return variations.map((variation) =>
    told([variation, foundIn(variation, records).map(({ check, message }) => `${check}: ${message}`)]),
  );
}

async function byRuns(variations: readonly Variation[]): Promise<readonly Found[]> {
  const all: Found[] = [];
  for (const variation of variations) {
    say(`\n${variation.id}: ${variation.words}`);
    const progress = terminalProgress(process.stderr);
    all.push(told([variation, await brokenBy(variation, loadProfile(BASE_PROFILE), progress, signal)]));
  }
  return all;
}
