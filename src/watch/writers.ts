import type { Export } from '../otlp/export.ts';
import type { ResourceMetrics } from '../otlp/model.ts';

/** Who wrote a part of an export. */
export interface Part {
  readonly instance: string;
  readonly received: Export;
}

const INSTANCE_ID = 'service.instance.id';

/**
 * An export by the instances that wrote it: one that pushes for itself sends one resource, a Collector may send many.
 * @param nameless instance of resources without service.instance.id, which cannot be told apart (OpenTelemetry
 *   semantic conventions, Service)
 */
export function partsOf(received: Export, nameless: string): readonly Part[] {
  const { resourceMetrics } = received.request;
  const byInstance = Map.groupBy(resourceMetrics, (resource) => instanceOf(resource) ?? nameless);
  if (byInstance.size <= 1) return [{ instance: byInstance.keys().next().value ?? nameless, received }];
  return [...byInstance].map(([instance, own]) => ({
    instance,
    received: { ...received, request: { ...received.request, resourceMetrics: own } },
  }));
}

function instanceOf({ attributes }: ResourceMetrics): string | undefined {
  const value = attributes.find(({ key }) => key === INSTANCE_ID)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
