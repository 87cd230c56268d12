import { type Kill, killOnServers, killOnWire, wireFaults } from '../../faults/kill.ts';
import { serverFaults } from '../../faults/server/catalogue.ts';
import { BASE_PROFILE, loadProfile } from '../contract/profiles.ts';
import { type Paint, paintFor } from '../report/style.ts';
import { referenceTarget } from '../testbed/reference-target.ts';
import { run } from '../testbed/run.ts';
import { OWN_ERROR, USAGE } from './exit-codes.ts';
import { terminalProgress } from './progress.ts';
import { guardVerdict } from './verdict-guard.ts';

const NOT_KILLED = 1;

const say = (text: string): unknown => process.stderr.write(`${text}\n`);

const concluded = guardVerdict(process, say);
// An error that left the program while steps run would be swallowed by Cucumber, and the exit code would be 0.
process.exitCode = await kill(process.argv.slice(2)).catch((error: unknown) => {
  say(`error of the suite itself: ${error instanceof Error ? error.stack : String(error)}`);
  return OWN_ERROR;
});
concluded();

/** Plants every fault and prints which check caught it. @returns 0: every fault was caught by the check meant for it */
async function kill(words: readonly string[]): Promise<number> {
  const contract = loadProfile(BASE_PROFILE);
  const isWanted = ({ id }: { readonly id: string }) =>
    words.length === 0 || words.some((word) => id.includes(word));
  const wire = wireFaults(contract).filter(isWanted);
  const server = serverFaults.filter(isWanted);
  if (wire.length + server.length === 0) {
    say(`no fault has ${words.join(' or ')} in its id`);
    return USAGE;
  }
  const kills: Kill[] = [];
  if (wire.length > 0) {
    const clean = await run({
      contract,
      target: referenceTarget(),
      fast: true,
      progress: terminalProgress(process.stderr),
    });
    const failed = clean.results.filter(({ weight }) => weight === 'breaks' || weight === 'unusable');
    if (failed.length > 0) {
      say('faults can only be told from a clean run, and the reference itself does not conform:');
      for (const { check, findings, reason } of failed)
        say(`  ${check.id}: ${findings[0]?.message ?? reason}`);
      return NOT_KILLED;
    }
    for (const fault of wire) kills.push(killOnWire(fault, clean.records));
  }
  kills.push(...(await killOnServers(server, contract, ({ fault }) => say(`planted ${fault.id}`))));
  process.stdout.write(`${killTable(kills, paintFor(process.stdout)).join('\n')}\n`);
  return kills.every(({ outcome }) => outcome === 'killed') ? 0 : NOT_KILLED;
}

function killTable(all: readonly Kill[], colour: Paint): readonly string[] {
  const width = Math.max(...all.map(({ fault }) => fault.id.length));
  const rows = all.map(({ fault, outcome, red, reason }) => {
    const others = red.filter((check) => check !== fault.expects);
    const also =
      others.length === 0
        ? ''
        : `  also ${others.slice(0, 3).join(' ')}${others.length > 3 ? ` +${others.length - 3}` : ''}`;
    const why = reason === undefined ? '' : `  (${reason})`;
    const mark = colour(outcome === 'killed' ? 'green' : 'red', outcome.padEnd(12));
    return `${mark}  ${fault.id.padEnd(width)}  ${fault.expects}${colour('dim', `${also}${why}`)}`;
  });
  const killed = all.filter(({ outcome }) => outcome === 'killed').length;
  return [...rows, '', `${killed} of ${all.length} faults were caught by the check meant for them`];
}
