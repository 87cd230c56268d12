import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { Contract } from '../../../src/contract/contract.ts';
import { type DashboardName, STATS } from '../../../src/dashboards/stats.ts';
import { frame, operation } from './frame.ts';
import { barsPanel, type Graph, graphPanel, heatmapPanel, statPanel } from './panels.ts';

/** A dashboard as one reads it: from the left to the right, then down. */
export interface Page {
  readonly uid: DashboardName;
  readonly title: string;
  readonly description: string;
  /** Lets KMIP operations be chosen. */
  readonly choosesOperations: boolean;
  readonly items: readonly Item[];
}

export type Item =
  | { readonly heading: string }
  /** Stat panels of this dashboard by title, as wide as told. */
  | { readonly stats: readonly string[]; readonly width: number }
  | { readonly graph: Graph }
  | { readonly bars: Graph }
  | { readonly heatmap: Graph };

export function dashboardOf(contract: Contract, page: Page): dashboard.Dashboard {
  const built = frame(contract, page);
  if (page.choosesOperations) built.withVariable(operation(contract));
  for (const item of page.items) {
    if ('heading' in item) built.withRow(new dashboard.RowBuilder(item.heading));
    else if ('stats' in item)
      for (const title of item.stats)
        built.withPanel(statPanel(contract, item.width, statOf(page.uid, title)));
    else if ('graph' in item) built.withPanel(graphPanel(item.graph));
    else if ('bars' in item) built.withPanel(barsPanel(item.bars));
    else built.withPanel(heatmapPanel(item.heatmap));
  }
  return built.build();
}

function statOf(uid: DashboardName, title: string) {
  const found = STATS[uid].find((stat) => stat.title === title);
  if (found === undefined) throw new Error(`the dashboard ${uid} has no stat panel ${title}`);
  return found;
}
