import { binary } from '../images/binaries.ts';
import { checkAll } from './checks.ts';

/**
 * Holds the alerts to their tests with promtool: the one that PROMTOOL names, else one built from the Go module proxy
 * and kept. The last line is "alerts: N passed, N failed"; without promtool that is a failure.
 */
const progress = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  const promtool = process.env.PROMTOOL || (await binary('promtool', { progress }));
  const outcomes = await checkAll(promtool);
  for (const { name, failure } of outcomes)
    process.stdout.write(failure === undefined ? `✔ ${name}\n` : `✖ ${name}\n${failure}\n`);
  const failed = outcomes.filter(({ failure }) => failure !== undefined).length;
  process.stdout.write(`alerts: ${outcomes.length - failed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.stdout.write('alerts: 0 passed, 1 failed\n');
  process.exitCode = 1;
}
