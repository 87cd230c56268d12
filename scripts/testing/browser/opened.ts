import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/**
 * Opens a page from disk without a network, does something with it, and closes it. Whatever the page wants to load,
 * complains of or pops up is an error.
 */
export async function opened(
  browser: Browser,
  html: string,
  options: BrowserContextOptions,
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'report-in-browser-'));
  const file = join(folder, 'report.html');
  await writeFile(file, html);
  const context = await browser.newContext({ offline: true, ...options });
  const troubles: string[] = [];
  try {
    const page = await context.newPage();
    page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== pathToFileURL(file).href) troubles.push(`loads ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    await work(page);
    assert.deepEqual(troubles, []);
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
}
