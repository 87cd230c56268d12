import type { Contract } from '../../../src/contract/contract.ts';
import { alertRules } from './alert-rules.ts';
import { alertTests } from './alert-tests.ts';
import { dashboardOf } from './page.ts';
import { cacheHsm } from './pages/cache-hsm.ts';
import { httpDatabase } from './pages/http-database.ts';
import { kmip } from './pages/kmip.ts';
import { overview } from './pages/overview.ts';
import { users } from './pages/users.ts';
import { portable } from './portable.ts';

/** In the order in which an operator reads them. */
export const PAGES = [overview, kmip, httpDatabase, users, cacheHsm] as const;

/** Path in the repository -> text: what Grafana and Prometheus are given. */
export const dashboardFiles = (contract: Contract): ReadonlyMap<string, string> =>
  new Map([
    ...PAGES.map((make) => {
      const page = make(contract);
      const json = portable(dashboardOf(contract, page));
      return [`dashboards/${page.uid}.json`, `${JSON.stringify(json, null, 2)}\n`] as const;
    }),
    ['dashboards/alerts.yml', alertRules(contract)],
    ['dashboards/alerts.test.yml', alertTests(contract)],
  ]);
