import type { Contract } from '../../src/contract/contract.ts';
import { alertsOf } from '../../src/dashboards/alerts.ts';
import { STATS } from '../../src/dashboards/stats.ts';
import { PAGES } from './dashboards/files.ts';
import type { Item, Page } from './dashboards/page.ts';
import { code, table } from './markdown.ts';

/** docs/dashboards.md: what is on the dashboards, which alerts there are, and how both are looked at. */
export const dashboardsPage = (contract: Contract): string =>
  `${[
    INTRODUCTION,
    ...PAGES.map((make) => make(contract)).flatMap((page) => [
      `### ${page.title}`,
      `[dashboards/${page.uid}.json](../dashboards/${page.uid}.json). ${page.description}`,
      table(
        ['panel', 'shows'],
        page.items.flatMap((item) => rowsOf(page, item)),
      ),
    ]),
    ALERTS,
    table(
      ['alert', 'severity', 'when', 'then'],
      alertsOf(contract).map(({ name, severity, summary, runbook, for: duration }) => [
        code(name),
        severity,
        `${summary}${duration === undefined ? '' : ` (for ${duration})`}`,
        runbook,
      ]),
    ),
    BROWSER,
  ].join('\n\n')}\n`;

function rowsOf({ uid }: Page, item: Item): readonly (readonly string[])[] {
  if ('heading' in item) return [];
  if ('stats' in item)
    return item.stats.map((title) => [
      `**${title}**`,
      STATS[uid].find((stat) => stat.title === title)?.description ?? '',
    ]);
  const { title, description } = 'graph' in item ? item.graph : 'bars' in item ? item.bars : item.heatmap;
  return [[title, description]];
}

const INTRODUCTION = `# Dashboards and alerts

<!-- Generated from src/dashboards and scripts/generate/dashboards by "npm run generate": change those. -->

Five dashboards for Grafana and a file of alerts for Prometheus, on which each of the eighteen instruments can be seen.
They ask for the names that the default translation gives ([prometheus.md](prometheus.md)), with \`job\` and \`instance\` as
Prometheus and the Collector make them. A store that keeps other labels, as VictoriaMetrics does with OTLP by itself,
does not answer them.

## Getting them

- \`docker compose -f docker-compose.otel.yml up -d\` has them already.
- Another Grafana: put \`dashboards/*.json\` where a [provider of
  dashboards](https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards) reads, or import each file
  under Dashboards, New, Import. They are classic JSON of schema version 27: Grafana 7.5 reads it, later versions migrate
  it. No data source is named: the variable chooses it.
- Set the scrape interval of the data source to 30s (\`timeInterval\`), as often as a KMS pushes. \`$__rate_interval\` is
  then two minutes or more.
- Prometheus 3: \`rule_files: [alerts.yml]\`, started with \`--web.enable-otlp-receiver\` where it receives OTLP itself.

| variable | chooses |
| --- | --- |
| Data source | the Prometheus |
| Job | one KMS, as all its replicas call themselves (\`service.name\`) |
| Instance | all replicas, or some |
| Operation | KMIP operations, on the two dashboards that tell them apart |
| Jaeger | where a click on a point of a graph leads: its traces in this Jaeger |

Purple marks are starts of an instance; the graphs of Grafana 7.5, a first version of that panel, ask for no marks. Time is
the browser's.

## Numbers that are exact, and numbers that are not

A panel in bold shows a total as the KMS counts it: of the last moment on the screen, since the instances that report have
started, without abbreviation. After traffic has ended and two pushes have come, it equals the ledger of a run. A counter
that was never touched is 0 where an instance reports, and *No data* where none does.

Bars are such totals as well. Graphs show rates, each over \`$__rate_interval\`, which Prometheus extrapolates to the edges
of that window: they are right on average, and never to the last digit. And by itself Prometheus takes the first value of a series for no
growth, so that the first error of a type or a user's first operation would be in the totals and not in the graphs: start it
with \`--enable-feature=created-timestamp-zero-ingestion\`, as docker-compose.otel.yml does. (Measured with the traffic of
one run: of 12 permissions granted, \`increase\` saw 1 without it and 12 with it, of 417 operations all.)

What replicas on one database all tell, objects and keys, is not added up: the highest is shown. Everything else is added
up over instances. An instance that has gone counts for five minutes more, as long as Prometheus looks back.

## Panels`;

const ALERTS = `## Alerts

[dashboards/alerts.yml](../dashboards/alerts.yml); those of the Collector want its own metrics scraped (port 8888). Limits
are a beginning: change them to what your clients were promised.

    npm run test:alerts

runs [their tests](../dashboards/alerts.test.yml) with promtool, the one that \`PROMTOOL\` names or one that it builds from
the Go module proxy and keeps, shows that the tests can fail, and has Prometheus' own parser read every query of the
dashboards. The last line is \`alerts: N passed, N failed\`.`;

const BROWSER = `## Does Grafana show the truth

    npm run e2e -- --grafana-url http://localhost:3000 --expected expected.json

signs in with a browser (Debian's \`chromium\`), opens each dashboard at a fixed time and holds every panel to this: it is
there, has a name that a screen reader can say, shows neither an error nor *No data*, draws; and a panel in bold shows
exactly the expected text. A stat panel of which nothing is expected fails as well. For each dashboard, a planted
difference of one must be seen in all of its numbers. Screenshots go to \`reports/grafana\`. It was tried with Grafana
7.5.5; how later versions mark their panels is known from their sources.

| exit code | means |
| --- | --- |
| 0 | all as expected |
| 1 | something is not |
| 2 | usage |
| 77 | not tested: no Grafana is named by \`--grafana-url\` or \`GRAFANA_URL\`, or there is no browser |

\`GRAFANA_USER\` and \`GRAFANA_PASSWORD\` (else admin, admin) or \`--user\` and \`--password-file\` sign in. What is expected is
JSON, by the id of the dashboard and the title of the panel:

    {
      "fromUnixMs": 1700000000000, "toUnixMs": 1700000600000, "job": "kms",
      "screens": { "kms-kmip": { "Operations": "904", "Operations timed": "904", "Errors": "12" } }
    }

\`expectedScreens\` in src/dashboards/expected.ts makes the screens from the last points of all series. Times on the screen
are in UTC there.`;
