import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';

export type SendMetrics = PushMetricExporter['export'];

/** The same exporter, which sends in another way. */
export function bentExporter(
  exporter: PushMetricExporter,
  bend: (send: SendMetrics) => SendMetrics,
): PushMetricExporter {
  const bent = bend((metrics, done) => exporter.export(metrics, done));
  return new Proxy(exporter, {
    get: (target, key) => {
      if (key === 'export') return bent;
      const member: unknown = Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
