import type { Export } from '../../otlp/export.ts';

/** By which names Jaeger and Prometheus know who has sent. */
export interface Service {
  readonly name: string;
  /** In Prometheus: behind its namespace and a slash, where it has one. */
  readonly job: string;
}

export function serviceOf(sent: readonly Export[]): Service {
  const attributes = sent.at(-1)?.request.resourceMetrics[0]?.attributes ?? [];
  const textOf = (wanted: string) => {
    const found = attributes.find(({ key }) => key === wanted);
    return found === undefined ? '' : String(found.value);
  };
  const name = textOf('service.name');
  const namespace = textOf('service.namespace');
  return { name, job: namespace === '' ? name : `${namespace}/${name}` };
}
