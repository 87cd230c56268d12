import type { Contract, Instrument } from '../../src/contract/contract.ts';
import {
  prometheusLabel,
  prometheusName,
  prometheusSeries,
  STRATEGIES,
} from '../../src/contract/prometheus.ts';
import { code, table } from './markdown.ts';

/** docs/prometheus.md: under which names Prometheus keeps the instruments. */
export const prometheusPage = ({ instruments }: Contract): string =>
  `${[
    INTRODUCTION,
    '## Series and labels',
    'With the default, `UnderscoreEscapingWithSuffixes`:',
    table(
      ['#', 'instrument', 'series', 'labels'],
      instruments.map((instrument) => [
        `${instrument.number}`,
        code(instrument.name),
        prometheusSeries(instrument).map(code).join(', '),
        labels(instrument).join(', '),
      ]),
    ),
    '## Translation strategies',
    STRATEGIES_TEXT,
    table(
      ['#', ...STRATEGIES.map(code)],
      instruments.map((instrument) => [
        `${instrument.number}`,
        ...STRATEGIES.map((strategy) => code(prometheusName(instrument, strategy))),
      ]),
    ),
  ].join('\n\n')}\n`;

const labels = ({ kind, attributes }: Instrument): readonly string[] => [
  ...['job', 'instance', ...attributes.map(({ key }) => prometheusLabel(key))].map(code),
  ...(kind === 'histogram' ? [`${code('le')} of buckets`] : []),
];

const INTRODUCTION = `# Names in Prometheus

<!-- Generated from contract/documented.toml and src/contract/prometheus.ts by "npm run generate": change those. -->

Prometheus and the Collector's exporter \`prometheus\` translate names by the same rules
(github.com/prometheus/otlptranslator). Kind and unit are part of them: a wrong unit silently renames a series, and no
dashboard finds it any more.

- A word in braces, as in \`{operation}\`, is no unit. \`s\` becomes \`seconds\`, and stands once.
- A counter ends with one \`_total\`, wherever its own name says total. Other kinds keep their names:
  \`kms_objects_total\` is a gauge.
- A gauge of unit \`1\` would end with \`_ratio\`.
- \`job\` is the resource's \`service.name\`, behind its \`service.namespace\` and a slash where it has one; \`instance\` is its
  \`service.instance.id\`. Other resource attributes are labels of \`target_info\`. Two replicas without a
  \`service.instance.id\` are one to Prometheus: the Collector must add one.
- \`kms_server_uptime_seconds_total\` is the uptime: a counter, because the document says so.`;

const STRATEGIES_TEXT = `\`translation_strategy\` of Prometheus' block \`otlp\` and of the Collector's exporter. The dashboards and alerts of this
project are for the first. A histogram adds \`_bucket\`, \`_sum\` and \`_count\` in each.`;
