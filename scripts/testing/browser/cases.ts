import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { htmlReport } from '../../../src/report/html/page.ts';
import { junitReport } from '../../../src/report/junit.ts';
import { CHECKS, HOSTILE, hostileReport, reportOf } from '../../../src/report/report.fixture.ts';
import { visible } from '../../../src/report/visible.ts';
import { evaluate } from './evaluate.ts';
import { largeReport } from './large.ts';
import { opened } from './opened.ts';
import { realRun } from './real-run.ts';

interface Case {
  readonly name: string;
  readonly run: (browser: Browser) => Promise<void>;
}

const HTML = htmlReport(reportOf());
const FAILED = '[id="check-kms.errors.total/value"]';

const onReport = (name: string, work: (page: Page) => Promise<void>, options = {}): Case => ({
  name,
  run: (browser) => opened(browser, HTML, options, work),
});

const status = (page: Page) => page.locator('#filter-status').textContent();
const shownChecks = (page: Page) => page.locator('details.check:not([hidden])').count();
const openEverything = (page: Page) =>
  evaluate(page, '[...document.querySelectorAll("details")].map((details) => { details.open = true; })');

/** Opening draws what was not drawn yet, and that can be opened, too. */
async function openAll(page: Page): Promise<void> {
  await openEverything(page);
  await page.locator('.series svg').first().waitFor();
  await openEverything(page);
}

export const CASES: readonly Case[] = [
  onReport('it opens from disk, loads nothing and complains of nothing', async (page) => {
    assert.equal(await page.title(), 'not conform: OTLP metrics of reference');
    assert.equal(await page.locator('table.matrix tbody tr').count(), 2);
    assert.equal(await shownChecks(page), CHECKS.length);
  }),

  onReport('a cell of the matrix leads to its check and opens it', async (page) => {
    await page.getByRole('link', { name: 'kms.errors.total value: failed' }).click();
    assert.equal(await page.locator(FAILED).getAttribute('open'), '');
    assert.equal(
      await page.evaluate('document.activeElement.parentElement.id'),
      'check-kms.errors.total/value',
    );
    assert.equal(
      await page.locator(FAILED).getByText('count every event once, not twice').first().isVisible(),
      true,
    );
  }),

  onReport('expected and received are a diff, and its sides are told to ears as well', async (page) => {
    await page.locator(`${FAILED} > summary`).click();
    const diff = page.locator(`${FAILED} .diff`).first();
    assert.equal(await diff.locator('del').count(), 3);
    assert.match(
      (await diff.locator('del').first().textContent()) ?? '',
      /expected: \{error_type="A"\} {2}1/,
    );
    assert.match(
      (await diff.locator('ins').first().textContent()) ?? '',
      /received: \{error_type="A"\} {2}2/,
    );
  }),

  onReport(
    'text, state and level filter checks and instruments, and the count is announced',
    async (page) => {
      assert.equal(await page.locator('#filter-status').getAttribute('aria-live'), 'polite');
      await page.getByRole('searchbox', { name: 'Filter' }).first().fill('ERRORS.total/VALUE promises');
      assert.equal(await status(page), `1 of ${CHECKS.length} checks shown`);
      assert.equal(await page.locator('table.matrix tbody tr:not([hidden])').count(), 1);
      await page.getByRole('button', { name: 'Show all' }).click();
      await page.getByRole('button', { name: /^not testable/ }).click();
      assert.equal(await shownChecks(page), 2);
      await page.getByRole('button', { name: 'SHOULD' }).click();
      assert.equal(await status(page), `0 of ${CHECKS.length} checks shown`);
      await page.getByRole('button', { name: 'Show all' }).click();
      assert.equal(await shownChecks(page), CHECKS.length);
    },
  ),

  onReport('a link to a check that the filter hides shows it', async (page) => {
    await page.getByRole('searchbox', { name: 'Filter' }).first().fill('grpc');
    await page.evaluate('location.hash = "check-kms.errors.total/value"');
    await page.locator(`${FAILED}[open]`).waitFor();
  }),

  onReport('everything can be done by keyboard, and the focus is seen', async (page) => {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'To the checks');
    await page.locator('#filter-text').focus();
    await page.keyboard.press('Tab');
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    assert.equal(outline, 'solid');
    await page.keyboard.press('Space');
    assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-pressed")'), 'true');
    await page.keyboard.press('Space');
    await page.locator(`${FAILED} > summary`).focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.locator(FAILED).getAttribute('open'), '');
    await page.locator('[data-zoom="in"]').focus();
    const before = await page.locator('#timeline-text').textContent();
    await page.keyboard.press('Enter');
    assert.notEqual(await page.locator('#timeline-text').textContent(), before);
  }),

  onReport('the timeline says in words what it shows', async (page) => {
    const words = (await page.locator('#timeline-text').textContent()) ?? '';
    assert.match(
      words,
      /1 requests that succeeded, 2 refused, failed, unanswered, 2 exports received, 1 observations/,
    );
    assert.equal(await page.locator('#timeline svg').getAttribute('aria-label'), `Timeline, ${words}`);
    await page.locator('#requests summary').click();
    assert.equal(await page.locator('#requests tbody tr').count(), 3);
  }),

  onReport('each series has a chart with the predicted band, in words and as a table', async (page) => {
    assert.equal(
      await page.locator('#series-list svg').count(),
      0,
      'nothing is drawn before it is looked at',
    );
    await page.locator('#series-list summary').first().click();
    const label = await page.locator('#series-list svg').first().getAttribute('aria-label');
    assert.match(label ?? '', /last value 2; predicted 1 at 2\.000 s, stood at 2$/);
    assert.equal(await page.locator('#series-list svg .predicted').count(), 1);
    await page.locator('#series-list details details summary').first().click();
    assert.equal(await page.locator('#series-list tbody tr').count(), 3);
    await page.getByLabel('only those that are not as predicted').check();
    assert.match((await page.locator('#series-status').textContent()) ?? '', /^2 of 2 fitting/);
  }),

  ...(['light', 'dark'] as const).map((colorScheme) =>
    onReport(
      `every text can be read in ${colorScheme} colours (4.5 to 1)`,
      async (page) => {
        await openAll(page);
        assert.deepEqual(await evaluate(page, 'poorContrasts()'), []);
      },
      { colorScheme },
    ),
  ),

  onReport('everything has a name, and every table its headers', async (page) => {
    await openAll(page);
    assert.deepEqual(await evaluate(page, 'unnamed()'), []);
  }),

  ...[320, 390, 1280].map((width) =>
    onReport(
      `nothing is wider than a window of ${width} pixels`,
      async (page) => {
        await openAll(page);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
      },
      { viewport: { width, height: 800 } },
    ),
  ),

  onReport(
    'without its script the verdict, the tables and the evidence are there',
    async (page) => {
      assert.equal(await page.locator('table.matrix tbody tr').count(), 2);
      await page.locator(`${FAILED} > summary`).click();
      assert.equal(await page.locator(`${FAILED} .diff`).first().isVisible(), true);
      assert.equal(await page.locator('noscript p').first().isVisible(), true);
      assert.equal(await page.locator('form.filter').isVisible(), false);
    },
    { javaScriptEnabled: false },
  ),

  {
    name: 'hostile text is shown and does nothing',
    run: (browser) =>
      opened(browser, htmlReport(hostileReport()), {}, async (page) => {
        await openAll(page);
        assert.equal(await page.locator('img').count(), 0);
        assert.equal(await page.locator('.message').textContent(), visible(HOSTILE));
        assert.equal(await page.locator('.charts svg').count(), 1);
        assert.match((await page.locator('#series-list code').first().textContent()) ?? '', /<\/script><img/);
      }),
  },

  {
    name: 'ten thousand series open at once, and are found',
    run: async (browser) => {
      const html = htmlReport(largeReport(10_000));
      const startedAtMs = performance.now();
      await opened(browser, html, {}, async (page) => {
        await page.locator('#series-list details').first().waitFor();
        const openMs = performance.now() - startedAtMs;
        assert.match(
          (await page.locator('#series-status').textContent()) ?? '',
          /^50 of 10000 fitting series shown/,
        );
        await page.locator('#series-text').fill('user-4321 create');
        assert.match((await page.locator('#series-status').textContent()) ?? '', /^2 of 2 fitting/);
        await page.locator('#series-text').fill('');
        await page.locator('#series-off').check();
        assert.match((await page.locator('#series-status').textContent()) ?? '', /^50 of 100 fitting/);
        await page.getByRole('button', { name: 'Show more' }).last().click();
        assert.match((await page.locator('#series-status').textContent()) ?? '', /^100 of 100 fitting/);
        process.stdout.write(`  ${(html.length / 1e6).toFixed(1)} MB, opened in ${openMs.toFixed(0)} ms\n`);
        assert.ok(openMs < LARGEST_OPEN_MS, `it took ${openMs.toFixed(0)} ms`);
      });
    },
  },

  {
    name: 'JUnit XML is well-formed whatever the KMS has sent',
    run: (browser) =>
      opened(browser, '<!doctype html><title>x</title>', {}, async (page) => {
        for (const report of [reportOf(), hostileReport()]) {
          const faults = await page.evaluate(
            `new DOMParser().parseFromString(${JSON.stringify(junitReport(report))}, 'application/xml').querySelectorAll('parsererror').length`,
          );
          assert.equal(faults, 0);
        }
      }),
  },

  { name: 'the report of a real run opens, and none of its forms holds a secret', run: realRun },
];

/** A busy machine with two cores; an idle one needs a second. */
const LARGEST_OPEN_MS = 15_000;
