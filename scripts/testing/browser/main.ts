import { chromium } from 'playwright-core';
import { findChromium } from '../../chromium.ts';
import { CASES } from './cases.ts';
import { GRAFANA_CASES } from './grafana.ts';
import { LIVE_CASES } from './live.ts';

/**
 * Opens reports and the live page in a real browser; the last line is "browser: N passed, N failed". Where there is no browser nothing is
 * tested, which is said, and which is a failure in CI.
 */
const executablePath = findChromium(process.env.PATH ?? '');
if (executablePath === undefined) {
  process.stdout.write(
    '\n!!! SKIPPED: there is no chromium in PATH, so no report was opened in a browser.\n!!! Install it: apt-get install chromium\n\n',
  );
  const isFailure = process.env.CI !== undefined && process.env.CI !== 'false';
  process.stdout.write(`browser: 0 passed, ${isFailure ? 1 : 0} failed\n`);
  process.exit(isFailure ? 1 : 0);
}

/** Words on the command line choose the cases whose names hold one of them. */
const words = process.argv.slice(2);
const isWanted = ({ name }: { readonly name: string }): boolean =>
  words.length === 0 || words.some((word) => name.includes(word));

// Without a sandbox of its own, which needs rights that containers do not have: it opens only what this test wrote.
const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
let [passed, failed] = [0, 0];
try {
  for (const { name, run } of [...CASES, ...LIVE_CASES, ...GRAFANA_CASES].filter(isWanted)) {
    const startedAtMs = performance.now();
    try {
      await run(browser);
      passed += 1;
      process.stdout.write(`✔ ${name} (${(performance.now() - startedAtMs).toFixed(0)} ms)\n`);
    } catch (error) {
      failed += 1;
      process.stdout.write(`✖ ${name}\n${error instanceof Error ? error.stack : String(error)}\n`);
    }
  }
} finally {
  await browser.close();
}
process.stdout.write(`browser: ${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
