import type { KeyValue, ResourceMetrics, ScopeMetrics } from '../../src/otlp/model.ts';
import type { WireFault } from '../fault.ts';
import { rewriteResources } from './rewrite.ts';
import { ofBytes, offline, ofRequests, type Rewriting } from './rewriting.ts';

const fault = (
  id: string,
  of: string | undefined,
  words: string,
  expects: string,
  rewriting: Rewriting,
  strict?: 'strict',
): WireFault => ({
  id,
  ...(of === undefined ? {} : { of }),
  words,
  expects,
  apply: offline(rewriting),
  rewriting,
  ...(strict === undefined ? {} : { strict: true }),
});

type Edit = (attributes: readonly KeyValue[], index: number) => readonly KeyValue[];

const attributed = (edit: Edit): Rewriting =>
  rewriteResources((resource, { index }) => [{ ...resource, attributes: edit(resource.attributes, index) }]);

const without = (key: string): Rewriting =>
  attributed((attributes) => attributes.filter((own) => own.key !== key));

const saying = (key: string, value: (index: number) => string): Rewriting =>
  attributed((attributes, index) =>
    attributes.map((own) => (own.key === key ? { key, value: value(index) } : own)),
  );

const scoped = (edit: (scope: ScopeMetrics) => Partial<ScopeMetrics>): Rewriting =>
  rewriteResources((resource) => [
    { ...resource, scopeMetrics: resource.scopeMetrics.map((scope) => ({ ...scope, ...edit(scope) })) },
  ]);

const beside = (further: (resource: ResourceMetrics) => ResourceMetrics): Rewriting =>
  rewriteResources((resource) => [resource, further(resource)]);

const RESOURCE = 'origin/resource';
const SDK_KEYS = ['telemetry.sdk.name', 'telemetry.sdk.language', 'telemetry.sdk.version'];

/** Field 1000, a number: no message of OTLP has it. */
const UNKNOWN_FIELD = Buffer.from([0xc0, 0x3e, 0x01]);
/** A tag of wire type 7, which protobuf does not have. */
const NO_FIELD = Buffer.from([0x0f]);

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const appended = (bytes: Uint8Array): Rewriting => ofBytes(() => (message) => [joined(message, bytes)]);

/** The last letter of the name, where it stands in the message, becomes a byte that begins no character. */
const brokenText = (name: string): Rewriting =>
  ofBytes(() => (message) => {
    const at = Buffer.from(message).indexOf(name);
    if (at < 0) return [message];
    const broken = Uint8Array.from(message);
    broken[at + name.length - 1] = 0xff;
    return [broken];
  });

/** Who sends, and in what envelope. */
export const originFaults: readonly WireFault[] = [
  fault('no-service', 'RES-02', 'the service has no name', RESOURCE, without('service.name')),
  fault(
    'unknown-service',
    'RES-02',
    'the service is an unknown one',
    RESOURCE,
    saying('service.name', () => 'unknown_service:kms'),
  ),
  fault(
    'no-version',
    'RES-04',
    'the version of the service is missing',
    RESOURCE,
    without('service.version'),
  ),
  fault(
    'other-version',
    'RES-04',
    'the version of the service is that of another build',
    RESOURCE,
    saying('service.version', () => '0.0.0-other'),
    'strict',
  ),
  fault('no-instance', 'RES-05', 'the instance is not named', RESOURCE, without('service.instance.id')),
  fault(
    'new-instance-every-time',
    'RES-05',
    'every export comes from another instance',
    'origin/stability',
    saying('service.instance.id', (index) => `kms-${index}`),
  ),
  fault(
    'no-environment',
    'RES-07',
    'the environment is missing',
    RESOURCE,
    without('deployment.environment.name'),
    'strict',
  ),
  fault(
    'other-environment-key',
    'RES-07',
    'the environment stands under another key',
    RESOURCE,
    attributed((attributes) =>
      attributes.map(({ key, value }) => ({
        key: key === 'deployment.environment.name' ? 'environment' : key,
        value,
      })),
    ),
    'strict',
  ),
  ...SDK_KEYS.map((key) => fault(`no-${key}`, 'RES-09', `${key} is missing`, RESOURCE, without(key))),
  fault(
    'surplus-resource-attribute',
    undefined,
    'the resource says more than the contract knows',
    'origin/further-attributes',
    attributed((attributes) => [...attributes, { key: 'licence.owner', value: 'somebody' }]),
  ),
  fault(
    'no-scope',
    'RES-10',
    'the scope has no name',
    'origin/scope',
    scoped(() => ({ name: '' })),
  ),
  fault(
    'other-scope',
    'RES-10',
    'the scope has another name',
    'origin/scope',
    scoped(() => ({ name: 'other' })),
    'strict',
  ),
  fault(
    'other-scope-version',
    'RES-11',
    'the scope has another version',
    'origin/scope',
    scoped(() => ({ version: '0.0.0-other' })),
    'strict',
  ),
  fault(
    'second-scope',
    'NAM-16',
    'a second scope exports everything as well',
    'data-model/identity',
    rewriteResources((resource) => [
      {
        ...resource,
        scopeMetrics: resource.scopeMetrics.flatMap((scope) => [
          scope,
          { ...scope, name: `${scope.name}/2` },
        ]),
      },
    ]),
  ),
  fault(
    'second-writer',
    'TIM-15',
    'another process writes the same stream',
    'kms.server.uptime/time',
    ofRequests(() => (request) => [request, { resourceMetrics: request.resourceMetrics.map(laterWriter) }]),
  ),
  fault(
    'empty-export',
    'RES-13',
    'an export without a resource comes in between',
    'data-model/envelopes',
    ofRequests(() => (request, index) => (index === 1 ? [{ resourceMetrics: [] }, request] : [request])),
  ),
  fault(
    'empty-resource',
    'RES-13',
    'a resource without a scope comes along',
    'data-model/envelopes',
    beside((resource) => ({ ...resource, scopeMetrics: [] })),
  ),
  fault(
    'empty-scope',
    'RES-13',
    'a scope without a metric comes along',
    'data-model/envelopes',
    rewriteResources((resource) => [
      {
        ...resource,
        scopeMetrics: [
          ...resource.scopeMetrics,
          { name: 'idle', version: '', attributes: [], schemaUrl: '', metrics: [] },
        ],
      },
    ]),
  ),
  fault(
    'schema-without-version',
    'RES-14',
    'the schema URL of the resource has no version',
    'origin/schema-url',
    rewriteResources((resource) => [{ ...resource, schemaUrl: 'https://opentelemetry.io/schemas/' }]),
  ),
  fault(
    'scope-schema-no-url',
    'RES-14',
    'the schema URL of the scope is no URL',
    'origin/schema-url',
    scoped(() => ({ schemaUrl: '1.37.0' })),
  ),
  fault(
    'unknown-field',
    'RES-16',
    'an export has a field that the proto does not define',
    'data-model/wire',
    appended(UNKNOWN_FIELD),
  ),
  fault(
    'bytes-after-the-end',
    'RES-16',
    'a byte that is no field stands after the message',
    'data-model/wire',
    // One in three: the others go on, and could hide that something was refused.
    ofBytes(() => (message, index) => [index % 3 === 1 ? joined(message, NO_FIELD) : message]),
  ),
  fault('broken-text', undefined, 'a name is no UTF-8', 'data-model/wire', brokenText('kms.errors.total')),
];

/** What a process that has run for longer says of the same series at the same time. */
const laterWriter = (resource: ResourceMetrics): ResourceMetrics => ({
  ...resource,
  scopeMetrics: resource.scopeMetrics.map((scope) => ({
    ...scope,
    metrics: scope.metrics
      .filter(({ name }) => name === 'kms.server.uptime')
      .map((metric) =>
        metric.data.kind === 'sum'
          ? {
              ...metric,
              data: {
                ...metric.data,
                points: metric.data.points.map((point) => ({
                  ...point,
                  startTimeUnixNano: point.startTimeUnixNano - 1_000_000n,
                  value: Number(point.value ?? 0) + 1,
                })),
              },
            }
          : metric,
      ),
  })),
});
