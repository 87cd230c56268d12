import { describeSeries, describeValue, kindOf } from '../../judge/sample.ts';
import type { Export } from '../../otlp/export.ts';
import type { KeyValue, Metric, ResourceMetrics, ScopeMetrics } from '../../otlp/model.ts';

/** One point of one export, as it is held against the same point elsewhere. */
export interface StreamPoint {
  /** The same on both sides of whatever passes it on: instrument, attributes, time. */
  readonly id: string;
  /** As people read it. */
  readonly name: string;
  /** Field -> value, as text. */
  readonly content: ReadonlyMap<string, string>;
}

/** Attributes of a resource as they leave what passes them on. */
export type ResourceEdit = (attributes: readonly KeyValue[]) => readonly KeyValue[];

/** @param edit what is declared to happen to resources on the way */
export const pointsOf = (
  exports: readonly Export[],
  edit: ResourceEdit = (attributes) => attributes,
): readonly StreamPoint[] =>
  exports.flatMap(({ request }) =>
    request.resourceMetrics.flatMap((resource) => {
      const edited = { ...resource, attributes: edit(resource.attributes) };
      return resource.scopeMetrics.flatMap((scope) => {
        const origin = originOf(edited, scope);
        return scope.metrics.flatMap((metric) => pointsOfMetric(metric, origin));
      });
    }),
  );

/** How many points there are, without looking at them. */
export const countPoints = (exports: readonly Export[]): number =>
  exports
    .flatMap(({ request }) => request.resourceMetrics)
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .reduce((sum, { data }) => sum + data.points.length, 0);

type Content = readonly (readonly [string, string])[];

const originOf = (resource: ResourceMetrics, scope: ScopeMetrics): Content => [
  ...textsOf('resource attribute', resource.attributes),
  ['schema URL of the resource', resource.schemaUrl],
  ['scope', scope.name],
  ['version of the scope', scope.version],
  ...textsOf('scope attribute', scope.attributes),
  ['schema URL of the scope', scope.schemaUrl],
];

const textsOf = (what: string, attributes: readonly KeyValue[]): Content =>
  attributes.map(({ key, value }) => [`${what} ${key}`, describeValue(value)]);

function pointsOfMetric(metric: Metric, origin: Content): readonly StreamPoint[] {
  const { data } = metric;
  const head: Content = [
    ['kind', kindOf(metric)],
    ['unit', metric.unit],
    ['description', metric.description],
    ['temporality', 'temporality' in data ? data.temporality : 'none'],
  ];
  return data.points.map((point) => {
    const { attributes, timeUnixNano, ...fields } = point;
    const labels = attributes.map(({ key, value }) => [key, describeValue(value)] as const);
    const name = `${describeSeries(metric.name, labels)} at ${timeUnixNano}`;
    const content = new Map([...origin, ...head]);
    for (const [field, value] of Object.entries(fields)) content.set(field, textOf(value));
    return { id: name, name, content };
  });
}

/** Integer and double of the same digits stay apart. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? `${part} as integer` : part instanceof Uint8Array ? [...part] : part,
  ) ?? 'not set';
