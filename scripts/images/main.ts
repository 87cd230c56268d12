import { rename, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { STACK_IMAGES } from '../../src/testbed/stack/images.ts';
import { binary, programCalled } from './binaries.ts';
import { obtainCompose } from './compose.ts';
import { openEngine } from './engine.ts';
import { buildersWith } from './make.ts';
import { environmentLines, type Obtained, obtainImages } from './obtain.ts';

const HELP = `Usage: npm run images -- [options] [name ...]

Gets the images of docker-compose.otel.yml: the one that the environment names, else one at hand, else the official
one, else one built here from the Go module proxy. Names: ${STACK_IMAGES.map(({ name }) => name).join(', ')}, compose
(Docker Compose itself); without a name all of them.

  --output FILE     write the choice for docker compose --env-file
  --no-pull         do not ask for official images
  --path PROGRAM    print the path of a program, which is built when needed, and nothing else: promtool, telemetrygen ...
  --help            print this text

BASE_IMAGE names another base than node:24-slim for the KMS.
`;

const USAGE = 2;

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    process.exitCode = 130;
    interrupted.abort();
  });

const progress = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) process.stdout.write(HELP);
  else if (values.path)
    process.stdout.write(
      `${await binary(programCalled(values.path).name, { progress, signal: interrupted.signal })}\n`,
    );
  else await images(positionals, values['no-pull'] !== true, values.output);
}

const readArguments = () =>
  parseArgs({
    allowPositionals: true,
    options: {
      output: { type: 'string' },
      'no-pull': { type: 'boolean' },
      path: { type: 'string' },
      help: { type: 'boolean' },
    },
  });

async function images(wanted: readonly string[], pull: boolean, envFile: string | undefined): Promise<void> {
  const all: readonly string[] = [...STACK_IMAGES.map(({ name }) => name), 'compose'];
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`no image is called ${unknown}; there are ${all.join(', ')}`);
  const names = wanted.length === 0 ? all : wanted;
  const options = { progress, signal: interrupted.signal };
  if (names.includes('compose')) progress(`compose: ${await obtainCompose(options)}`);
  const engine = await openEngine(interrupted.signal);
  const obtained = await obtainImages(
    STACK_IMAGES.map(({ name }) => name).filter((name) => names.includes(name)),
    engine,
    buildersWith(engine, { ...options, pull }),
    { progress, pull, env: process.env },
  );
  report(obtained);
  if (envFile !== undefined) await writeWhole(envFile, `${environmentLines(obtained).join('\n')}\n`);
  else
    process.stdout.write(
      environmentLines(obtained)
        .map((line) => `export ${line}\n`)
        .join(''),
    );
}

function report(obtained: readonly Obtained[]): void {
  const width = Math.max(...STACK_IMAGES.map(({ name }) => name.length));
  for (const { name, chosen, reason } of obtained)
    progress(`${name.padEnd(width)}  ${chosen ? `${chosen.image} (${chosen.from})` : `none: ${reason}`}`);
  if (obtained.some(({ chosen }) => chosen === undefined)) process.exitCode = 1;
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.${process.pid}`, text);
  await rename(`${file}.${process.pid}`, file);
}

class UsageError extends Error {}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  const message = interrupted.signal.aborted ? 'interrupted' : error instanceof Error ? error.message : error;
  process.stderr.write(`images: ${message}\n`);
  process.exitCode ||= isUsage ? USAGE : 1;
}
