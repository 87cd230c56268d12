import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { Shown } from '../../../e2e/compare.ts';
import { opened } from './opened.ts';

const IN_PAGE = readFileSync(new URL('../../../e2e/in-page.js', import.meta.url), 'utf8').replaceAll(
  /^export /gm,
  '',
);

interface Inside {
  readonly title: string;
  readonly head?: string;
  readonly body: string;
}

/** A panel as a version of Grafana writes it, no more of it than is read. */
const MARKUP: Readonly<Record<string, (panel: Inside) => string>> = {
  '7.5': ({ title, head = '', body }) =>
    `<div aria-label="Panel container title ${title}"><div class="panel-header">${head}<h2>${title}</h2></div>${body}</div>`,
  '9.4': ({ title, head = '', body }) =>
    `<section aria-label="${title} panel"><div data-testid="data-testid Panel header ${title}">${head}<h2>${title}</h2></div>${body}</section>`,
  '10 and later': ({ title, head = '', body }) =>
    `<section data-testid="data-testid Panel header ${title}" aria-labelledby="id-${title}">${head}<h2 id="id-${title}">${title}</h2><div data-testid="data-testid panel content">${body}</div></section>`,
};

const ERRORS: Readonly<Record<string, string>> = {
  '7.5': '<div class="panel-info-corner panel-info-corner--error"></div>',
  '9.4': '<button aria-label="Panel status"></button>',
  '10 and later': '<button data-testid="data-testid Panel status error"></button>',
};

const VALUE = '<div style="display:flex"><span>12.3</span><span>%</span></div>';

export const GRAFANA_CASES = Object.entries(MARKUP).map(([version, panel]) => ({
  name: `Grafana ${version}: a number, an error, no data, an empty panel and a missing one are told apart`,
  run: (browser: Browser) =>
    opened(
      browser,
      `<!doctype html><title>Grafana</title>${[
        { title: 'Cache hits', body: VALUE },
        { title: 'Failing', head: ERRORS[version] ?? '', body: '<span>7</span>' },
        { title: 'Silent', body: '<div>No data</div>' },
        { title: 'Empty', body: '' },
        { title: 'Busy', body: '<div class="panel-loading"></div><span>7</span>' },
        { title: 'Graph', body: '<canvas></canvas>' },
        { title: 'Undrawn', body: '<div>legend</div>' },
      ]
        .map(panel)
        .join('')}`,
      {},
      async (page) => {
        const shown = await page.evaluate<readonly Shown[]>(
          `(() => {${IN_PAGE}\nreturn panelsShown(${JSON.stringify(WANTED)})})()`,
        );
        assert.deepEqual(
          shown.map(({ title, text, trouble }) => [title, text.replaceAll(/\s/g, ''), trouble]),
          [
            ['Cache hits', '12.3%', undefined],
            ['Failing', '7', 'it shows an error 7'],
            ['Silent', 'Nodata', 'it shows "No data"'],
            ['Empty', '', 'it stays empty'],
            ['Busy', '7', 'it is still loading'],
            ['Graph', '', undefined],
            ['Undrawn', 'legend', 'it draws nothing'],
            ['Missing', '', 'it is not on the screen'],
          ],
        );
        assert.match(shown[0]?.accessibleName ?? '', /Cache hits/);
        assert.equal(shown.at(-1)?.accessibleName, undefined);
      },
    ),
}));

const WANTED = [
  ...['Cache hits', 'Failing', 'Silent', 'Empty', 'Busy'].map((title) => ({ title, type: 'stat' })),
  ...['Graph', 'Undrawn'].map((title) => ({ title, type: 'timeseries' })),
  { title: 'Missing', type: 'stat' },
];
