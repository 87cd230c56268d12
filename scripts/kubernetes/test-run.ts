import { Ajv } from 'ajv';

/**
 * The part of TestRun (k6.io/v1alpha1) that this repository uses; anything else is refused.
 * Source: api/v1alpha1/testrun_types.go of grafana/k6-operator v1.6.0.
 */
const POD = {
  type: 'object',
  additionalProperties: false,
  properties: {
    image: { type: 'string' },
    metadata: {
      type: 'object',
      additionalProperties: false,
      properties: { labels: strings(), annotations: strings() },
    },
    // Of core/v1, validated as such.
    resources: { type: 'object' },
    securityContext: { type: 'object' },
    containerSecurityContext: { type: 'object' },
  },
} as const;

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  properties: {
    apiVersion: { const: 'k6.io/v1alpha1' },
    kind: { const: 'TestRun' },
    metadata: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: { name: { type: 'string' }, namespace: { type: 'string' }, labels: strings() },
    },
    spec: {
      type: 'object',
      additionalProperties: false,
      required: ['script', 'parallelism'],
      properties: {
        script: {
          type: 'object',
          additionalProperties: false,
          required: ['configMap'],
          properties: {
            configMap: {
              type: 'object',
              additionalProperties: false,
              required: ['name'],
              properties: { name: { type: 'string' }, file: { type: 'string' } },
            },
          },
        },
        parallelism: { type: 'integer', minimum: 1 },
        arguments: { type: 'string' },
        args: { type: 'array', items: { type: 'string' } },
        starter: POD,
        initializer: POD,
        runner: POD,
      },
    },
  },
} as const;

function strings() {
  return { type: 'object', additionalProperties: { type: 'string' } } as const;
}

/** What the schema lets through. */
export interface TestRun {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly script: { readonly configMap: { readonly name: string; readonly file?: string } };
    readonly starter?: RunPod;
    readonly initializer?: RunPod;
    readonly runner?: RunPod;
  };
}

interface RunPod {
  readonly resources?: unknown;
  readonly securityContext?: unknown;
  readonly containerSecurityContext?: unknown;
}

const validate = new Ajv({ allErrors: true }).compile(SCHEMA);

/** What is wrong with a TestRun, a sentence each. */
export function wrongWithTestRun(value: unknown): readonly string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  );
}
