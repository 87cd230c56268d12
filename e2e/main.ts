import { chromium } from 'playwright-core';
import { findChromium } from '../scripts/chromium.ts';
import { run } from './run.ts';
import { HELP, NotTested, settingsOf, UsageError } from './settings.ts';

/** Compares what Grafana shows with what is expected; the last line is "grafana: N passed, N failed". */
const USAGE = 2;
/** As test harnesses say that a test was not run. */
const NOT_TESTED = 77;

async function main(): Promise<number> {
  const settings = settingsOf(process.argv.slice(2), process.env);
  if (settings === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const executablePath = findChromium(process.env.PATH ?? '');
  if (executablePath === undefined)
    throw new NotTested('there is no chromium in PATH: apt-get install chromium');
  // Without a sandbox of its own, which needs rights that containers do not have.
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
  let [passed, failed] = [0, 0];
  try {
    await run(browser, settings, ({ name, failure }) => {
      if (failure === undefined) passed += 1;
      else failed += 1;
      process.stdout.write(failure === undefined ? `✔ ${name}\n` : `✖ ${name}\n  ${failure}\n`);
    });
  } catch (error) {
    failed += 1;
    process.stdout.write(`✖ ${error instanceof Error ? error.message : error}\n`);
  } finally {
    await browser.close();
  }
  process.stdout.write(`grafana: ${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError || error instanceof NotTested)) throw error;
  if (error instanceof NotTested) process.stdout.write(`not tested: Grafana: ${error.message}\n`);
  else process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof NotTested ? NOT_TESTED : USAGE;
}
