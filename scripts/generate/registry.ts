import type { AttributeRule, Contract, Instrument, Kind } from '../../src/contract/contract.ts';
import { toYaml, type Yaml } from './yaml.ts';

/** Where the definitions stand that the generated files must not be mistaken for. */
const NOTE = '# Generated from contract/*.toml by "npm run generate": change those.\n';

/** Names of this registry resolve nowhere: it is not published. */
const SCHEMA_URL = 'https://kms-otlp-testbed.invalid/schemas';

/** The contract as an OpenTelemetry semantic-convention registry (weaver, definition files of version 1). */
export function registryOf(contract: Contract): ReadonlyMap<string, string> {
  const files: Readonly<Record<string, Yaml>> = {
    'manifest.yaml': {
      schema_url: `${SCHEMA_URL}/${contract.profile}/${contract.version}.0.0`,
      description: `${contract.about}: telemetry of a key management service`,
      stability: 'development',
    },
    'attributes.yaml': { groups: [attributeGroup(contract), resourceGroup(contract)] },
    'entities.yaml': { groups: [entity(contract)] },
    'metrics.yaml': { groups: contract.instruments.map((instrument) => metric(instrument, contract)) },
  };
  return new Map(Object.entries(files).map(([name, content]) => [name, `${NOTE}${toYaml(content)}`]));
}

const ENTITY = 'kms.service';

const INSTRUMENT_OF: Readonly<Record<Kind, string>> = {
  counter: 'counter',
  'up-down-counter': 'updowncounter',
  histogram: 'histogram',
  gauge: 'gauge',
};

const metric = (instrument: Instrument, { definitions, profile }: Contract): Yaml => ({
  id: `metric.${instrument.name}`,
  type: 'metric',
  metric_name: instrument.name,
  brief: `${instrument.description ?? instrument.document.replace(/ \([^()]*\)$/, '')}.`,
  note: instrument.onTheWire ? undefined : `Promised, and never sent by the releases of ${profile}.`,
  instrument: INSTRUMENT_OF[instrument.kind],
  unit: instrument.unit,
  stability: 'development',
  annotations: {
    code_generation: { metric_value_type: instrument.numberType ?? 'double' },
    kms_conformance: { temporality: definitions.temporality },
  },
  entity_associations: [ENTITY],
  attributes: instrument.attributes.map(({ key }) => ({ ref: key, requirement_level: 'required' })),
});

function attributeGroup(contract: Contract): Yaml {
  const rules = contract.instruments.flatMap(({ attributes }) => attributes);
  const keys = [...new Set(rules.map(({ key }) => key))];
  return {
    id: 'registry.kms.metrics',
    type: 'attribute_group',
    brief: 'Attributes of the data points.',
    attributes: [
      ...keys.map((key) =>
        attribute(
          key,
          rules.filter((rule) => rule.key === key),
          contract,
        ),
      ),
      {
        id: 'otel.metric.overflow',
        type: 'boolean',
        brief: 'Stands on the series that takes what exceeds the limit of attribute sets.',
        stability: 'development',
      },
    ],
  };
}

/** A closed list of values is an enumeration, unless the same key has other values elsewhere. */
function attribute(key: string, rules: readonly AttributeRule[], contract: Contract): Yaml {
  const [first] = rules;
  const isClosed = rules.every(({ values }) => values?.join() === first?.values?.join());
  const values = isClosed ? first?.values : undefined;
  return {
    id: key,
    type:
      values === undefined
        ? 'string'
        : {
            members: values.map((value) => ({
              id: value,
              value,
              brief: `${value}.`,
              stability: 'development',
            })),
          },
    brief: BRIEFS[key] ?? `${key}.`,
    stability: 'development',
    examples: values === undefined ? examples(key, contract) : undefined,
  };
}

const BRIEFS: Readonly<Record<string, string>> = {
  operation: 'What was done: a KMIP operation, or an operation of the database, the cache or the HSM.',
  user: 'Who asked for an operation, or was granted it.',
  permission_type: 'The operation that was granted.',
  backend: 'The database.',
  outcome: 'Whether it succeeded.',
  method: 'The method of an HTTP request.',
  path: 'The route of an HTTP request.',
  status: 'The status of an HTTP answer, three digits as text.',
  error_type: 'What tells failures apart.',
  result: 'What the cache found or did.',
  hsm_model: 'The model of the HSM.',
};

/** Two of the values that the traffic demands. */
function examples(key: string, { labels, definitions }: Contract): readonly string[] {
  const routes = [...new Set(labels.routes.values())];
  const known: Readonly<Record<string, readonly string[]>> = {
    operation: ['Create', 'Get'],
    user: definitions.userLabel === 'sha256-16' ? ['8c6976e5b5410415'] : ['admin', 'alice@example.com'],
    permission_type: [...labels.permissions.values()].slice(0, 2),
    backend: ['sqlite'],
    outcome: ['success', 'error'],
    method: ['GET', 'POST'],
    path: [...routes.slice(0, 2), labels.otherRoute],
    status: ['200', '422'],
    error_type: definitions.errorType === 'operation' ? ['Get'] : ['ObjectNotFound'],
    result: ['hit', 'miss', 'ok'],
    hsm_model: ['softhsm2'],
  };
  return known[key] ?? ['-'];
}

const resourceGroup = ({ origin }: Contract): Yaml => ({
  id: 'registry.kms.resource',
  type: 'attribute_group',
  brief: 'Attributes of the resource.',
  attributes: [...origin.attributes].map(([key, pattern]) => ({
    id: key,
    type: 'string',
    brief: pattern === '*' ? `${key}, any text.` : `${key}, always ${pattern}.`,
    stability: 'development',
    examples: [pattern === '*' ? 'any' : pattern],
  })),
});

const entity = ({ origin }: Contract): Yaml => ({
  id: `entity.${ENTITY}`,
  type: 'entity',
  name: ENTITY,
  brief: 'The key management service.',
  stability: 'development',
  attributes: [...origin.attributes.keys()].map((key) => ({
    ref: key,
    requirement_level: 'required',
    role: key === 'service.name' ? 'identifying' : 'descriptive',
  })),
});
