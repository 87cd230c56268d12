import { type Command, InvalidArgumentError } from 'commander';
import { loadProfile } from '../../contract/profiles.ts';
import { type Receiver, startReceiver } from '../../otlp/receiver.ts';
import { addressOf } from '../../testbed/targets/open-target.ts';
import { cleaner } from '../../watch/clean.ts';
import { MAIN, Model } from '../../watch/model.ts';
import { livePage } from '../../watch/page.ts';
import { startSession } from '../../watch/session.ts';
import { quietlyInterrupted } from '../interrupt.ts';
import { plainLines, redrawnTable } from '../live-terminal.ts';
import { portOf } from '../port-option.ts';
import { profileOption } from '../profiles.ts';
import { redactNow } from '../redact-now.ts';

interface Options {
  readonly listen?: string;
  readonly page: number | boolean;
  readonly plain: boolean;
  readonly every: number;
  readonly profile: string;
  readonly strict: boolean;
}

export function addWatch(program: Command): void {
  program
    .command('watch')
    .description('show live what a KMS pushes, and what is wrong with it that shows without traffic')
    .option('--listen <host:port>', 'where the KMS pushes to (default 127.0.0.1:4317)')
    .option('--page <port>', 'port of the page, on loopback only; default: a free one', portOf)
    .option('--no-page', 'no page, only the terminal')
    .option('--plain', 'a line per change instead of a table; the default where there is no terminal', false)
    .option('--every <seconds>', 'plain: how often to count what came', secondsOf, 30)
    .option('--strict', 'SHOULD counts like MUST', false)
    .addOption(profileOption())
    .addHelpText('after', HELP)
    .action(watch);
}

const HELP = `
It sends nothing: names, kinds, units, attribute keys, times and the OTLP data model are judged as exports come.
Whether the values are true only a run can tell: see "run --watch". What was found stays found until the KMS starts
anew. Times are compared with the clock of this machine.
Ctrl-C ends it with exit code 0, a second one at once with 130.

Examples:
  kms-conformance watch
  kms-conformance watch --listen 0.0.0.0:4317 --page 8080
  kms-conformance watch --no-page --plain --every 10 > pushes.log`;

/** Resolves when the user has seen enough. */
async function watch({ listen, page, plain, every, profile, strict }: Options): Promise<void> {
  const interrupted = quietlyInterrupted();
  const contract = loadProfile(profile);
  const nowUnixMs = Date.now;
  const clean = cleaner(redactNow());
  const model = new Model({ contract, startedAtUnixMs: nowUnixMs(), judges: 'stream', strict, clean });
  await using receiver = await startReceiver({
    ...addressOf(listen),
    now: nowUnixMs,
    keptExports: 0,
    onExport: (received) =>
      model.take({ kind: 'export', atUnixMs: received.arrivedAtUnixMs, instance: MAIN, received }),
    onWrongWay: ({ kind, detail, arrivedAtUnixMs }) =>
      model.take({ kind: 'wrong-way', atUnixMs: arrivedAtUnixMs, words: `${kind} ${detail}`.trim() }),
  });
  const content = livePage({
    title: receiver.endpoint,
    source: `What is pushed to ${receiver.endpoint}, by the profile ${contract.profile}`,
    judges: 'stream',
  });
  const terminal =
    plain || !process.stdout.isTTY
      ? plainLines(process.stdout, model, every * 1000, nowUnixMs)
      : redrawnTable(process.stdout, model);
  const session = await startSession({
    model,
    nowUnixMs,
    page: page === false ? undefined : { port: page === true ? 0 : page, content },
    look: refusals(receiver, model),
    told: () => terminal.show(),
  });
  const where = session.url === undefined ? '' : `; the page is at ${session.url}`;
  terminal.begin(`exports are taken at ${receiver.endpoint}${where}; Ctrl-C ends it`);
  try {
    await interrupted;
    await session.end();
  } finally {
    terminal.end();
  }
}

/** Tells the model of what could not be read, or taken, since it was told last. */
function refusals({ undecodable, listenerErrors }: Receiver, model: Model): () => void {
  let told = 0;
  let toldErrors = 0;
  return () => {
    for (const error of listenerErrors.slice(toldErrors))
      model.take({ kind: 'refused', atUnixMs: Date.now(), words: `error of the suite itself: ${error}` });
    toldErrors = listenerErrors.length;
    for (const { error, arrivedAtUnixMs } of undecodable.slice(told))
      model.take({ kind: 'refused', atUnixMs: arrivedAtUnixMs, words: error.message });
    told = undecodable.length;
  };
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new InvalidArgumentError('it is a number of seconds above 0.');
  return seconds;
}
