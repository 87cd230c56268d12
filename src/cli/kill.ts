import { type Kill, killOnServers, killOnWire, wireFaults } from '../../faults/kill.ts';
import { serverFaults } from '../../faults/server/catalogue.ts';
import { BASE_PROFILE, loadProfile } from '../contract/profiles.ts';
import { type Paint, paintFor } from '../report/style.ts';
import { referenceTarget } from '../testbed/reference-target.ts';
import { run } from '../testbed/run.ts';
import { terminalProgress } from './progress.ts';

/** Plants every fault and prints which check caught it. Exit 0: every fault was caught by the check meant for it. */
const contract = loadProfile(BASE_PROFILE);
const paint = paintFor(process.stdout);
const wanted = process.argv.slice(2);
const isWanted = ({ id }: { readonly id: string }) =>
  wanted.length === 0 || wanted.some((word) => id.includes(word));

const wire = wireFaults(contract).filter(isWanted);
const server = serverFaults.filter(isWanted);
if (wire.length + server.length === 0) {
  process.stderr.write(`no fault has ${wanted.join(' or ')} in its id\n`);
  process.exit(2);
}

const kills: Kill[] = [];
if (wire.length > 0) {
  const clean = await run({
    contract,
    target: referenceTarget(),
    fast: true,
    progress: terminalProgress(process.stderr),
  });
  if (clean.verdict !== 'conform' && clean.verdict !== 'conform, partial run') {
    const failed = clean.results.filter(({ weight }) => weight === 'breaks');
    const reasons = failed.map(
      ({ check, findings, reason }) => `  ${check.id}: ${findings[0]?.message ?? reason}`,
    );
    process.stderr.write(
      `faults can only be told from a clean run, and the reference itself does not conform:\n${reasons.join('\n')}\n`,
    );
    process.exit(1);
  }
  for (const fault of wire) kills.push(killOnWire(fault, clean.records));
}
kills.push(
  ...(await killOnServers(server, contract, ({ fault }) => process.stderr.write(`planted ${fault.id}\n`))),
);
process.stdout.write(`${killTable(kills, paint).join('\n')}\n`);
process.exitCode = kills.every(({ outcome }) => outcome === 'killed') ? 0 : 1;

function killTable(all: readonly Kill[], colour: Paint): readonly string[] {
  const width = Math.max(...all.map(({ fault }) => fault.id.length));
  const rows = all.map(({ fault, outcome, red }) => {
    const others = red.filter((check) => check !== fault.expects);
    const also =
      others.length === 0
        ? ''
        : `  also ${others.slice(0, 3).join(' ')}${others.length > 3 ? ` +${others.length - 3}` : ''}`;
    const mark = colour(outcome === 'killed' ? 'green' : 'red', outcome.padEnd(12));
    return `${mark}  ${fault.id.padEnd(width)}  ${fault.expects}${colour('dim', also)}`;
  });
  const killed = all.filter(({ outcome }) => outcome === 'killed').length;
  return [...rows, '', `${killed} of ${all.length} faults were caught by the check meant for them`];
}
