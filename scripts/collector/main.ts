import { Command } from 'commander';
import { binary } from '../images/binaries.ts';
import { BALANCER_CHECKS } from './balancer.ts';
import type { Check } from './check.ts';
import { SECURITY_CHECKS } from './security.ts';
import { SNIPPET_CHECKS } from './snippets.ts';
import { Surroundings } from './surroundings.ts';
import { TROUBLE_CHECKS } from './troubles.ts';
import { VENDOR_CHECKS } from './vendors.ts';

/** What stands between a KMS and an operator, as the real Collector does it: `npm run test:collector`. */
const CHECKS: readonly Check[] = [
  ...SNIPPET_CHECKS,
  ...VENDOR_CHECKS,
  ...SECURITY_CHECKS,
  ...TROUBLE_CHECKS,
  ...BALANCER_CHECKS,
];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const program = new Command('npm run test:collector --')
  .description(
    'Runs the real OpenTelemetry Collector on loopback, with the configurations of this project, between a KMS and what stands for the world behind it.',
  )
  .argument('[words...]', 'only checks whose names have all these words')
  .option('--list', 'print the checks and end')
  .action(async (words: readonly string[], { list }: { readonly list?: true }) => {
    const chosen = CHECKS.filter(({ name }) => words.every((word) => name.includes(word)));
    if (chosen.length === 0) program.error(`error: no check has all of: ${words.join(' ')}; see --list`);
    if (list) for (const { name } of chosen) say(name);
    else await run(chosen);
  });

await program.parseAsync();

async function run(checks: readonly Check[]): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => interrupted.abort(new Error(`interrupted by ${signal}`)));
  const collector = await binary('otel-collector', { progress: say, signal: interrupted.signal });
  const here = await Surroundings.make(collector, interrupted.signal);
  const counted = { passed: 0, failed: 0 };
  try {
    for (const { name, run: look } of checks) {
      interrupted.signal.throwIfAborted();
      try {
        await look(here);
        counted.passed += 1;
        say(`ok      ${name}`);
      } catch (error) {
        interrupted.signal.throwIfAborted();
        counted.failed += 1;
        say(`FAILED  ${name}: ${error instanceof Error ? error.message : error}`);
      }
    }
  } catch (error) {
    counted.failed += 1;
    say(error instanceof Error ? error.message : String(error));
  } finally {
    await here.end();
  }
  say(`collector: ${counted.passed} passed, ${counted.failed} failed`);
  if (interrupted.signal.aborted) process.exitCode = 130;
  else process.exitCode = counted.failed === 0 ? 0 : 1;
}
