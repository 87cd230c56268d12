import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { DASHBOARDS } from '../src/dashboards/stats.ts';
import { type Outcome, outcomesOf, planted } from './compare.ts';
import { type Laid, look } from './dashboard.ts';
import type { Settings } from './settings.ts';
import { signIn } from './sign-in.ts';

const FOLDER = join(import.meta.dirname, '../dashboards');

/**
 * Looks at every dashboard as a person does. Tells each outcome as it comes.
 * @throws Error where it cannot sign in
 */
export async function run(
  browser: Browser,
  settings: Settings,
  tell: (outcome: Outcome) => void,
): Promise<void> {
  const { grafanaUrl, expectation, reports } = settings;
  await mkdir(reports, { recursive: true });
  const context = await browser.newContext({
    ...{ locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce', colorScheme: 'dark' },
  });
  try {
    const page = await context.newPage();
    await signIn(page, grafanaUrl, settings);
    for (const uid of DASHBOARDS) {
      const dashboard = JSON.parse(await readFile(join(FOLDER, `${uid}.json`), 'utf8')) as Laid;
      const { shown, queries } = await look(page, grafanaUrl, dashboard, expectation);
      await page.screenshot({ path: join(reports, `${uid}.png`) });
      const expected = expectation.screens[uid] ?? {};
      for (const outcome of outcomesOf(uid, shown, expected)) tell(outcome);
      tell(queries);
      tell(control(uid, shown, expected));
    }
  } finally {
    await context.close();
  }
}

/** With every expected number changed by one, no stat panel may pass: else the comparison proves nothing. */
function control(
  uid: string,
  shown: Parameters<typeof outcomesOf>[1],
  expected: Readonly<Record<string, string>>,
): Outcome {
  const stats = shown.filter(({ type }) => type === 'stat');
  const passed = outcomesOf(uid, stats, planted(expected)).filter(({ failure }) => failure === undefined);
  return {
    name: `${uid}: a planted difference of one is seen in ${stats.length} panels`,
    failure: passed.length === 0 ? undefined : `not in ${passed.map(({ name }) => name).join(', ')}`,
  };
}
