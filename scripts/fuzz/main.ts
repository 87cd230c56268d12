import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { fuzz } from './crew.ts';
import { KINDS, kindNamed, kindsOf, SUBJECTS } from './kinds.ts';
import { HEAP_LIMIT_MEBIBYTES } from './memory.ts';
import { MOST_SEED, planned, type Slice } from './plan.ts';
import { failureText, Meter, summary } from './report.ts';

/** Exit codes: 0 everything was survived, 1 something was not, 2 usage. */
const FAILED = 1;
const USAGE = 2;
/** As shells report a process that SIGINT has ended. */
const INTERRUPTED = 130;

interface Options {
  readonly count: number;
  readonly seed: number;
  readonly only?: readonly string[];
  readonly jobs: number;
  readonly replay?: string;
}

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is needed.`);
  };

const program = new Command('npm run fuzz --')
  .description(
    `Sends hostile KMIP to the reference KMS, in processes with a heap of ${HEAP_LIMIT_MEBIBYTES} MiB. Every answer must be well-formed, in time and free of\ndefects, and a good request is answered as ever after each. "exports" gives hostile OTLP to the suite's own reader and judge instead:\neach is read or refused, and judged amid good ones, in time and without an error.`,
  )
  .addArgument(new Argument('[subject]', 'what is fuzzed').choices(SUBJECTS).default('kmip'))
  .option('--count <n>', 'inputs', wholeNumber(1, 1e9), 1_000_000)
  .option('--seed <n>', 'what all inputs follow from; drawn when it is not given', wholeNumber(0, MOST_SEED))
  .addOption(new Option('--only <kind...>', 'fuzz these kinds').choices(KINDS.map(({ name }) => name)))
  .option('--jobs <n>', 'processes at a time', wholeNumber(1, 64), availableParallelism())
  .option('--replay <path>', 'one input again, as a failure names it: with --seed and --only of the failure')
  .addHelpText(
    'after',
    `\nKinds:\n${KINDS.map(({ name, help }) => `  ${name.padEnd(14)}${help}`).join('\n')}`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE));

const { count, only, jobs, replay, seed = randomInt(MOST_SEED) } = program.parse().opts<Options>();
const [subject = 'kmip'] = program.processedArgs as readonly (typeof SUBJECTS)[number][];
const kinds = only === undefined ? kindsOf(subject) : KINDS.filter(({ name }) => only.includes(name));
if (replay !== undefined && kinds.length !== 1)
  program.error('--replay needs the one kind of the failure: --only <kind>');
const slices: readonly Slice[] =
  replay === undefined
    ? planned(count, seed, kinds)
    : kinds.map(({ name }) => ({ kind: name, seed, runs: 1, path: replay }));
process.exitCode = await main();

async function main(): Promise<number> {
  const total = slices.reduce((sum, { runs }) => sum + runs, 0);
  process.stderr.write(`${total} inputs, seed ${seed}\n`);
  const meter = new Meter(process.stderr, total);
  const signal = interruptible();
  const outcome = await fuzz({ slices, jobs, signal, progress: (done) => meter.show(done) });
  meter.end();
  if (outcome.failure !== undefined) process.stdout.write(`${failureText(outcome.failure, kindNamed)}\n`);
  if (outcome.memory !== undefined) process.stdout.write(`failure: ${outcome.memory}\n`);
  process.stdout.write(`${summary(outcome, seed, meter.seconds())}\n`);
  if (signal.aborted) return INTERRUPTED;
  return outcome.failure === undefined && outcome.memory === undefined ? 0 : FAILED;
}

/** The first Ctrl-C ends the processes and tells what was done so far, the second ends at once. */
function interruptible(): AbortSignal {
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (abort.signal.aborted) process.exit(INTERRUPTED);
      process.stderr.write('\ninterrupted: stopping every process that was started\n');
      abort.abort();
    });
  }
  return abort.signal;
}
