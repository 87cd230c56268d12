import { readFileSync } from 'node:fs';
import type { Page, Response } from 'playwright-core';
import type { Expectation } from '../src/dashboards/expected.ts';
import type { Dashboard } from '../src/dashboards/queries.ts';
import type { Outcome, Shown } from './compare.ts';
import { LIMIT_MS } from './limits.ts';

const IN_PAGE = readFileSync(new URL('in-page.js', import.meta.url), 'utf8').replaceAll(/^export /gm, '');

/** What is read of a dashboard to look at it. */
export interface Laid extends Dashboard {
  readonly panels: readonly (Dashboard['panels'][number] & {
    readonly gridPos: { readonly y: number; readonly h: number };
  })[];
}

export interface Seen {
  readonly shown: readonly Shown[];
  /** Whether Grafana could answer every query. */
  readonly queries: Outcome;
}

/** Opens a dashboard at the expected time and reads its panels once they have all got what they wait for, or never do. */
export async function look(
  page: Page,
  grafanaUrl: string,
  dashboard: Laid,
  { fromUnixMs, toUnixMs, job }: Expectation,
): Promise<Seen> {
  await page.setViewportSize({ width: WIDTH, height: heightOf(dashboard) });
  const refused: string[] = [];
  let answered = 0;
  const listener = (response: Response) => {
    if (!QUERY.test(new URL(response.url()).pathname)) return;
    answered += 1;
    if (response.status() >= FIRST_ERROR)
      refused.push(`${response.status()} for ${response.url()} ${response.request().postData() ?? ''}`);
  };
  page.on('response', listener);
  try {
    const parameters = new URLSearchParams({
      ...{ orgId: '1', from: `${fromUnixMs}`, to: `${toUnixMs}`, timezone: 'utc' },
      ...{ 'var-job': job, 'var-instance': '$__all', 'var-operation': '$__all' },
    });
    await page.goto(`${grafanaUrl}/d/${dashboard.uid}?${parameters}`, { timeout: LIMIT_MS });
    const wanted = dashboard.panels
      .filter(({ type }) => type !== 'row')
      .map(({ title, type }) => ({ title, type }));
    const shown = await settled(page, wanted);
    return {
      shown,
      queries: { name: `${dashboard.uid}: ${answered} queries`, failure: queryFailure(refused, answered) },
    };
  } finally {
    page.off('response', listener);
  }
}

const FIRST_ERROR = 400;

/** Through Grafana's back end since 8, or straight to Prometheus' API behind its proxy. */
const QUERY = /\/api\/(ds\/query|tsdb\/query|datasources\/(proxy\/|uid\/[^/]+\/resources\/))/;

const queryFailure = (refused: readonly string[], answered: number): string | undefined => {
  if (answered === 0) return 'Grafana asked nothing';
  return refused.length === 0 ? undefined : refused.join('\n');
};

const WIDTH = 1600;
/** A row of Grafana's grid, and what is above it. */
const [ROW_HEIGHT, HEAD_HEIGHT] = [38, 220];

/** High enough for all panels: those that are not on the screen are not drawn. */
const heightOf = ({ panels }: Laid): number =>
  Math.max(...panels.map(({ gridPos: { y, h } }) => y + h)) * ROW_HEIGHT + HEAD_HEIGHT;

/** What the panels show once nothing is wrong with any, else what they show when the time is up. */
async function settled(
  page: Page,
  wanted: readonly { readonly title: string; readonly type: string }[],
): Promise<readonly Shown[]> {
  const read = `(() => {${IN_PAGE}\nreturn panelsShown(${JSON.stringify(wanted)})})()`;
  await page
    .waitForFunction(`${read}.every(({ trouble }) => trouble === undefined)`, undefined, {
      timeout: LIMIT_MS,
    })
    .catch((error: Error) => {
      if (error.name !== 'TimeoutError') throw error;
    });
  return page.evaluate<readonly Shown[]>(read);
}
