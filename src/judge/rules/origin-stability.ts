import type { Export } from '../../otlp/export.ts';
import type { KeyValue } from '../../otlp/model.ts';
import { exercised, finding } from '../finding.ts';
import { remembered } from '../remembered.ts';
import { describeLabels, describeValue } from '../sample.ts';
import type { View } from '../view.ts';
import type { Rule } from './rule.ts';

const STABILITY = 'origin/stability';
const SCHEMA_URL = 'origin/schema-url';

/** A process has one resource, and an instrument one scope, as long as the process lives. */
export const originStability: Rule = ({ contract, record }) => {
  const documented = new Set(contract.instruments.map(({ name }) => name));
  const resources = new Set<string>();
  const scopes = new Map<string, Set<string>>();
  for (const { resource, scope, instrument } of record.exports.flatMap(originsOf)) {
    if (!documented.has(instrument)) continue;
    resources.add(resource);
    scopes.set(instrument, (scopes.get(instrument) ?? new Set()).add(scope));
  }
  if (resources.size === 0) return [];
  const [first, other] = [...resources];
  const moved = [...scopes].find(([, own]) => own.size > 1);
  return [
    exercised(STABILITY),
    ...(other === undefined
      ? []
      : [finding(STABILITY, `one process must have one resource, but had {${first}} and {${other}}`)]),
    ...(moved === undefined
      ? []
      : [
          finding(
            STABILITY,
            `${moved[0]} must come from one scope, but came from ${[...moved[1]].join(', ')}`,
          ),
        ]),
  ];
};

/** A schema URL ends in the version of the schema (OpenTelemetry schemas, "Schema URL"). */
const VERSIONED = /^https?:\/\/[^\s/]+\/(?:\S*\/)?\d+\.\d+\.\d+$/;

/** Where a resource or a scope names its schema, it names a version of it. */
export const schemaUrls: Rule = (view) => {
  const urls = new Set(view.record.exports.flatMap(urlsOf));
  if (view.record.exports.length === 0) return [];
  return [
    exercised(SCHEMA_URL),
    ...[...urls]
      .filter((url) => url !== '' && !VERSIONED.test(url))
      .map((url) =>
        finding(
          SCHEMA_URL,
          `the schema URL ${JSON.stringify(url)} must be a URL that ends in a version, as 1.2.3`,
        ),
      ),
  ];
};

const urlsOf = remembered(({ request }: Export): readonly string[] =>
  request.resourceMetrics.flatMap(({ schemaUrl, scopeMetrics }) => [
    schemaUrl,
    ...scopeMetrics.map((scope) => scope.schemaUrl),
  ]),
);

interface Origin {
  readonly resource: string;
  readonly scope: string;
  readonly instrument: string;
}

const originsOf = remembered(({ request }: View['record']['exports'][number]): readonly Origin[] =>
  request.resourceMetrics.flatMap(({ attributes, scopeMetrics }) => {
    const resource = labelsOf(attributes);
    return scopeMetrics.flatMap(({ name, version, attributes: own, metrics }) => {
      const scope = `${JSON.stringify(name)} ${version} {${labelsOf(own)}}`;
      return metrics.map((metric) => ({ resource, scope, instrument: metric.name }));
    });
  }),
);

const labelsOf = (attributes: readonly KeyValue[]): string =>
  describeLabels(attributes.map(({ key, value }) => [key, describeValue(value)] as const));
