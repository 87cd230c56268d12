import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { checksOf } from '../../../src/contract/checks.ts';
import { exercised, finding } from '../../../src/judge/finding.ts';
import { soundRecord } from '../../../src/judge/record.fixture.ts';
import { resultsOf } from '../../../src/judge/verdict.ts';
import type { WatchEvent } from '../../../src/watch/event.ts';
import type { Model } from '../../../src/watch/model.ts';
import { livePage } from '../../../src/watch/page.ts';
import { startSession } from '../../../src/watch/session.ts';
import { CONTRACT, modelOf, taken, usersExport } from '../../../src/watch/watch.fixture.ts';
import { evaluate } from './evaluate.ts';

interface Live {
  readonly page: Page;
  readonly model: Model;
  readonly end: () => Promise<void>;
}

/** Rows of series in the document, however many there are. */
const ROWS = 50;

/** A whole page of tables, far below one row for each of 10 000 series. */
const MOST_ELEMENTS = 3_000;

const SERIES = 10_000;

/** The live page over a model of this process; whatever the page complains of is an error. */
const onLive = (
  name: string,
  work: (live: Live) => Promise<void>,
  { judges = 'stream', ...options }: BrowserContextOptions & { judges?: 'stream' | 'run' } = {},
) => ({
  name: `live: ${name}`,
  async run(browser: Browser): Promise<void> {
    const model = modelOf(judges);
    const content = livePage({ title: 'reference', source: 'A test', judges });
    const session = await startSession({ model, nowUnixMs: Date.now, page: { port: 0, content } });
    let hasEnded = false;
    const end = async () => {
      if (!hasEnded) await session.end();
      hasEnded = true;
    };
    const context = await browser.newContext(options);
    const troubles: string[] = [];
    try {
      const page = await context.newPage();
      page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
      page.on('request', (request) => {
        if (!request.url().startsWith(session.url ?? '?')) troubles.push(`loads ${request.url()}`);
      });
      await page.goto(session.url ?? '');
      await page.locator('#connection', { hasText: /^live$/ }).waitFor();
      await work({ page, model, end });
      assert.deepEqual(troubles, []);
    } finally {
      await context.close();
      await end();
    }
  },
});

const fact = (page: Page, text: RegExp) => page.locator('#facts li', { hasText: text });
const seriesRows = (page: Page) => page.locator('#series tr');
const status = (page: Page) => page.locator('#series-status');

/** Everything that the page can show. */
function fill(model: Model): void {
  for (const received of soundRecord().exports) taken(model, received);
  taken(
    model,
    usersExport(100, 60, (index) => BigInt(index), 'ops'),
  );
  model.take({ kind: 'wrong-way', atUnixMs: Date.now(), words: 'tls ClientHello' });
}

function fillRun(model: Model): void {
  const say = (event: Omit<Extract<WatchEvent, { kind: 'scenario' }>, 'atUnixMs' | 'kind'>) =>
    model.take({ ...event, kind: 'scenario', atUnixMs: Date.now() });
  model.take({
    kind: 'plan',
    atUnixMs: Date.now(),
    checks: checksOf(CONTRACT),
    exclusions: new Map([['push/cadence', { state: 'not-run', reason: 'left out by --fast' }]]),
    scenarios: ['one', 'two', 'three', 'four'],
  });
  fill(model);
  say({ name: 'one', state: 'driving' });
  say({ name: 'two', state: 'waiting' });
  say({ name: 'three', state: 'failed', error: 'no answer' });
  model.take({
    kind: 'rulings',
    atUnixMs: Date.now(),
    source: 'main',
    rulings: [exercised('kms.errors.total/value'), finding('kms.active.users/value', 'must stand at 1')],
  });
}

export const LIVE_CASES = [
  onLive('instruments arrive, and a missing one is told from one that is there', async ({ page, model }) => {
    const missing = page.locator('#instruments tr.missing');
    assert.equal(await missing.count(), 18);
    await fact(page, /Last export none yet/).waitFor();
    for (const received of soundRecord().exports) taken(model, received);
    await fact(page, /Instruments 18 of 18/).waitFor();
    assert.equal(await missing.count(), 0);
    await page.getByRole('row', { name: /kms\.errors\.total unit: nothing found so far/ }).waitFor();
  }),

  onLive('a verdict turns, in the matrix, in the findings, and said politely', async ({ page, model }) => {
    taken(
      model,
      usersExport(1, 1, () => 1n),
    );
    await page.getByRole('row', { name: /per_user\.total unit: nothing found so far/ }).waitFor();
    assert.equal(await page.locator('#findings-table').isVisible(), false);
    taken(
      model,
      usersExport(2, 1, () => 1n, 'ops'),
    );
    await page.getByRole('row', { name: /per_user\.total unit: failed/ }).waitFor();
    await page.locator('#findings').getByText('must have the unit "{operation}", but has "ops"').waitFor();
    await page.locator('#said', { hasText: /failed/ }).waitFor();
    assert.equal(await page.locator('#said').getAttribute('aria-live'), 'polite');
  }),

  onLive('series move where they stand, are found, ordered and paged', async ({ page, model }) => {
    taken(
      model,
      usersExport(1, 120, () => 1n),
    );
    await status(page).getByText('1 to 50 of 120 fitting series, 120 in all').waitFor();
    await page.getByRole('button', { name: 'Next page' }).press('Enter');
    await status(page).getByText('51 to 100 of 120').waitFor();
    await page.getByLabel('Filter').fill('USER-77 get');
    await status(page).getByText('1 to 1 of 1 fitting').waitFor();
    await page.evaluate('document.querySelector("#series tr").dataset.same = "yes"');
    taken(
      model,
      usersExport(3, 120, (index) => (index === 77 ? 9n : 1n)),
    );
    await seriesRows(page).getByText('9', { exact: true }).waitFor();
    assert.deepEqual(await page.locator('#series tr[data-same] .number').allTextContents(), [
      '9',
      '4',
      (await page.locator('#series tr .number').last().textContent()) ?? '',
    ]);
    await page.getByLabel('Filter').fill('');
    await page.getByLabel('only those that move').check();
    await status(page).getByText('1 to 1 of 1 fitting').waitFor();
    await page.getByLabel('only those that move').uncheck();
    await page.getByLabel('Order').selectOption('fastest first');
    assert.match((await seriesRows(page).first().textContent()) ?? '', /user-77/);
  }),

  onLive(`${SERIES} series: ${ROWS} rows, and everything answers`, async ({ page, model }) => {
    const push = (seconds: number) =>
      taken(
        model,
        usersExport(seconds, SERIES, (index) => BigInt(index + seconds)),
      );
    push(1);
    await status(page).getByText(`1 to 50 of ${SERIES} fitting`).waitFor();
    const startedAtMs = performance.now();
    for (let seconds = 2; seconds <= 6; seconds += 1) {
      push(seconds);
      await page.getByLabel('Filter').fill(`user-${seconds}99`);
      await status(page).getByText('1 to 11 of 11 fitting').waitFor();
      assert.equal(await seriesRows(page).count(), 11);
      await page.getByLabel('Filter').fill('');
      await page.getByRole('button', { name: 'Next page' }).click();
      await status(page).getByText('51 to 100').waitFor();
      assert.equal(await seriesRows(page).count(), ROWS);
      await page.getByRole('button', { name: 'Previous page' }).click();
    }
    const elements = await evaluate<number>(page, 'document.querySelectorAll("*").length');
    assert.ok(elements < MOST_ELEMENTS, `${elements} elements`);
    process.stdout.write(
      `  ${elements} elements, 5 rounds in ${(performance.now() - startedAtMs).toFixed(0)} ms\n`,
    );
  }),

  onLive(
    'a run: scenarios, requests, and the results as the last word',
    async ({ page, model, end }) => {
      fillRun(model);
      model.take({ kind: 'requests', atUnixMs: Date.now(), count: 12, inFlight: 3 });
      await fact(page, /Scenarios 1 at work, 1 waiting, 1 of 4 done/).waitFor();
      await fact(page, /Requests 12, 3 under way/).waitFor();
      assert.deepEqual(await page.locator('#scenarios th').allTextContents(), [
        'three: no answer',
        'one',
        'two',
      ]);
      await page.getByRole('row', { name: /kms\.errors\.total value: passed so far/ }).waitFor();
      const results = resultsOf(checksOf(CONTRACT), [exercised('kms.active.users/value')], new Map(), true);
      model.take({ kind: 'results', atUnixMs: Date.now(), results, verdict: 'conform' });
      await page.getByRole('row', { name: /kms\.active\.users value: passed/ }).waitFor();
      await end();
      await page.locator('#connection', { hasText: /^conform$/ }).waitFor();
    },
    { judges: 'run' },
  ),

  onLive('what a KMS sends is text and does nothing', async ({ page, model }) => {
    const hostile = '<img src=x onerror=alert(1)></script>';
    taken(
      model,
      usersExport(1, 1, () => 1n, hostile),
    );
    model.take({ kind: 'refused', atUnixMs: Date.now(), words: hostile });
    await page.locator('#changes').getByText(hostile).first().waitFor();
    assert.equal(await page.locator('img').count(), 0);
  }),

  onLive(
    'nothing flashes for those who want calm',
    async ({ page, model }) => {
      for (const seconds of [1, 2])
        taken(
          model,
          usersExport(seconds, 1, () => BigInt(seconds)),
        );
      await seriesRows(page).getByText('2', { exact: true }).waitFor();
      assert.equal(await page.evaluate('document.getAnimations().length'), 0);
    },
    { reducedMotion: 'reduce' },
  ),

  onLive('by keyboard: to the series, the filter, the pages', async ({ page, model }) => {
    fill(model);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'To the series');
    await page.getByLabel('Filter').focus();
    await page.keyboard.type('user-59');
    await status(page).getByText('1 to 1 of 1 fitting').waitFor();
    for (const expected of ['series-order', 'series-moving']) {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate('document.activeElement.id'), expected);
      assert.equal(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'solid');
    }
  }),

  ...(['light', 'dark'] as const).flatMap((colorScheme) =>
    (['stream', 'run'] as const).map((judges) =>
      onLive(
        `${judges} in ${colorScheme} colours: contrast, names and headers`,
        async ({ page, model }) => {
          if (judges === 'run') fillRun(model);
          else fill(model);
          await seriesRows(page).nth(20).waitFor();
          // What flashes has no colour of its own yet.
          await page.evaluate('Promise.all(document.getAnimations().map((one) => one.finished))');
          assert.deepEqual(await evaluate(page, 'poorContrasts()'), []);
          assert.deepEqual(await evaluate(page, 'unnamed()'), []);
          await keepPicture(page, `live-${judges}-${colorScheme}`);
        },
        { judges, colorScheme },
      ),
    ),
  ),

  ...[320, 390, 1280].map((width) =>
    onLive(
      `nothing is wider than a window of ${width} pixels`,
      async ({ page, model }) => {
        fillRun(model);
        await seriesRows(page).nth(20).waitFor();
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
      },
      { judges: 'run', viewport: { width, height: 800 } },
    ),
  ),
];

/** For people: where PICTURES names a folder. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({
    path: join(folder, `${name}.png`),
    clip: { x: 0, y: 0, width: 1280, height: 1500 },
    fullPage: true,
  });
}
