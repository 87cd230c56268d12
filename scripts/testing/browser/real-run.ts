import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { opened } from './opened.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

/** How every token of the suite begins, however encoded: src/testbed/credentials.ts. */
const TOKEN = 'token-of-';
const TRACES = [
  TOKEN,
  Buffer.from(TOKEN).toString('hex'),
  ...[0, 1, 2].map((before) =>
    Buffer.from('x'.repeat(before) + TOKEN)
      .toString('base64')
      .slice(before + 1, -3),
  ),
];

/** The command line itself, with one check, in all forms. */
export async function realRun(browser: Browser): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'report-of-real-run-'));
  try {
    const file = (name: string) => join(folder, name);
    const args = [
      ...['run', '--check', 'kms.active.users/value', '--watch-plain'],
      ...['--html', file('r.html'), '--json', file('r.json'), '--junit', file('r.xml')],
      ...['--markdown', file('r.md'), '--badge', file('r.svg')],
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
    assert.equal(status, 0, `${stdout}\n${stderr}`);
    assert.match(stderr, /kms\.active\.users \(value\): passed so far/);
    const files = await readdir(folder);
    const texts = await Promise.all(files.map((name) => readFile(file(name), 'utf8')));
    assert.equal(files.length, 5);
    for (const [index, text] of [...texts, stdout, stderr].entries())
      for (const trace of TRACES)
        assert.ok(!text.includes(trace), `${trace} in ${files[index] ?? 'the output'}`);
    await opened(browser, await readFile(file('r.html'), 'utf8'), {}, async (page) => {
      assert.match(await page.title(), /^conform, partial run: OTLP metrics of reference/);
      assert.match((await page.locator('#timeline-text').textContent()) ?? '', / exports received, /);
      await page.locator('#series-list summary').first().click();
      await page.locator('#series-list svg').first().waitFor();
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
