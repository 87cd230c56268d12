import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Check } from './checks.ts';
import { eventually } from './eventually.ts';

const DASHBOARDS = join(import.meta.dirname, '../../dashboards');

/** Grafana reads what is provisioned after it has begun to answer, and its first start fills a database. */
const START_LIMIT_MS = 120_000;

const NAMED = z.array(z.object({ type: z.string().optional(), title: z.string().optional() }));

const headers = { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` };

const ask = async (url: string): Promise<z.infer<typeof NAMED>> => {
  const answer = await fetch(url, { headers });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return NAMED.parse(await answer.json());
};

/** As admin with the password admin. */
export const GRAFANA_CHECKS: readonly Check[] = [
  {
    name: 'Grafana has both data sources',
    run: async ({ url }, signal) => {
      await eventually({
        ask: async () => (await ask(`${url.grafana}/api/datasources`)).map(({ type }) => type).sort(),
        wanted: (types) => types.join() === 'jaeger,prometheus',
        what: 'the data sources of Grafana',
        limitMs: START_LIMIT_MS,
        signal,
      });
    },
  },
  {
    name: 'Grafana has every dashboard of dashboards/',
    run: async ({ url }, signal) => {
      const wanted = globSync('*.json', { cwd: DASHBOARDS })
        .map((file) => String(JSON.parse(readFileSync(join(DASHBOARDS, file), 'utf8')).title))
        .sort();
      await eventually({
        ask: async () =>
          (await ask(`${url.grafana}/api/search?type=dash-db`)).map(({ title }) => title).sort(),
        wanted: (titles) => titles.join('\n') === wanted.join('\n'),
        what: `the dashboards ${wanted.join(', ')}`,
        limitMs: START_LIMIT_MS,
        signal,
      });
    },
  },
];
