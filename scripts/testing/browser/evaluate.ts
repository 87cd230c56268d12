import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const IN_PAGE = readFileSync(new URL('in-page.js', import.meta.url), 'utf8').replaceAll(/^export /gm, '');

/** Evaluates an expression that may use what in-page.js defines. */
export const evaluate = <T>(page: Page, expression: string): Promise<T> =>
  page.evaluate(`(() => {${IN_PAGE}\nreturn ${expression}})()`);
