import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Contract } from '../../contract/contract.ts';
import { prometheusSeries } from '../../contract/prometheus.ts';
import { alertsOf } from '../../dashboards/alerts.ts';
import { queryOf } from '../../dashboards/figure.ts';
import { type Choice, type Dashboard, queriesOf, substituted } from '../../dashboards/queries.ts';
import { selectorsOf } from '../../dashboards/selectors.ts';
import { DASHBOARDS, STATS } from '../../dashboards/stats.ts';
import { inPool } from '../pool.ts';
import type { AskedQuery } from './evidence.ts';
import { type PromApi, type PromSeries, RefusedQueryError, type TimeRange } from './promql.ts';

/** At least four scrapes of the Collector by Prometheus; the KMS pushes more often. */
const CHOICE: Choice = { job: '.+', rateInterval: '1m', range: '10m' };

/** Queries that Prometheus has to answer at the same time. */
const AT_ONCE = 4;

/** A query, to be asked for a moment or over a time. */
interface Question {
  readonly where: string;
  readonly query: string;
  readonly isInstant: boolean;
}

/** Every query of every dashboard that comes with this project. */
export const dashboardQuestions = (): readonly Question[] =>
  DASHBOARDS.flatMap((name) => {
    const file = fileURLToPath(new URL(`../../../dashboards/${name}.json`, import.meta.url));
    const dashboard = JSON.parse(readFileSync(file, 'utf8')) as Dashboard;
    return queriesOf(dashboard, CHOICE).map(({ place, promql, isInstant }) => ({
      where: `${dashboard.title}, ${place}`,
      query: promql,
      isInstant,
    }));
  });

/** Every selector of every alert: an alert fires seldom, the series and labels that it looks at must be there always. */
export const alertQuestions = (contract: Contract): readonly Question[] =>
  alertsOf(contract).flatMap((alert) =>
    selectorsOf(alert).map(({ anyValue }) => ({
      where: `alert ${alert.name}`,
      query: anyValue,
      isInstant: false,
    })),
  );

/** What Prometheus says to each; never rejects for a query that it refuses. @throws AnswerError where it is gone */
export const askAll = (
  api: PromApi,
  questions: readonly Question[],
  range: TimeRange,
): Promise<readonly AskedQuery[]> =>
  inPool(questions, AT_ONCE, async ({ where, query, isInstant }) => {
    try {
      const seriesCount = isInstant
        ? (await api.at(query, range.toUnixMs)).length
        : await api.countOver(query, range);
      return { where, query, error: undefined, seriesCount };
    } catch (error) {
      if (!(error instanceof RefusedQueryError)) throw error;
      return { where, query, error: error.message, seriesCount: 0 };
    }
  });

/** What each panel that shows one number would show at a moment, by its title. */
export async function askFigures(
  api: PromApi,
  contract: Contract,
  atUnixMs: number,
): Promise<ReadonlyMap<string, string>> {
  const answers = await inPool(Object.values(STATS).flat(), AT_ONCE, async ({ title, figure }) => {
    const [first] = await api.at(substituted(queryOf(contract, figure), CHOICE), atUnixMs);
    return first === undefined ? [] : [[title, first.value] as const];
  });
  return new Map(answers.flat());
}

/** Every series of every instrument of the contract, at a moment. */
export async function readBack(
  api: PromApi,
  { instruments }: Contract,
  atUnixMs: number,
): Promise<ReadonlyMap<string, readonly PromSeries[]>> {
  const names = instruments.flatMap((instrument) => prometheusSeries(instrument));
  return new Map(await inPool(names, AT_ONCE, async (name) => [name, await api.at(name, atUnixMs)] as const));
}
