import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ServerFault } from '../fault.ts';
import { bentExporter } from './bent-exporter.ts';

type Done = Parameters<PushMetricExporter['export']>[1];

/** ExportResultCode.SUCCESS of the SDK: what the exporter says when it has done nothing. */
const SUCCESS = { code: 0 } as const;

/** Wraps the exporter: defects of the push. */
const pushing = (
  id: string,
  words: string,
  expects: string,
  bend: (
    send: (metrics: ResourceMetrics, done: Done) => void,
    hasStruck: () => void,
  ) => PushMetricExporter['export'],
): ServerFault => ({
  id,
  words,
  expects,
  plant: ({ hasStruck }) => ({
    metricExporter: (exporter: PushMetricExporter) => bentExporter(exporter, (send) => bend(send, hasStruck)),
  }),
});

/** A push takes no longer while somebody is there; beyond it the exporter tries again and again. */
const LONGEST_PUSH_MS = 500;

const gone = (id: string, expects: string): ServerFault =>
  pushing(
    id,
    'after one push that was not taken at once nothing is pushed any more',
    expects,
    (send, hasStruck) => {
      let failed = false;
      return (metrics, done) => {
        if (failed) {
          hasStruck();
          return done(SUCCESS);
        }
        const timer = setTimeout(() => {
          failed = true;
        }, LONGEST_PUSH_MS);
        send(metrics, (result) => {
          clearTimeout(timer);
          failed ||= result.code !== SUCCESS.code;
          done(result);
        });
      };
    },
  );

/** Fewer than a scenario needs that waits for an idle window. */
const LAST_PUSH = 5;

export const pushFaults: readonly ServerFault[] = [
  gone('gone-after-late-collector', 'push/late-collector'),
  gone('gone-after-outage', 'push/outage'),
  pushing('no-last-push', 'nothing is pushed on SIGTERM', 'push/last-push', (send, hasStruck) => {
    let stopping = false;
    process.prependListener('SIGTERM', () => {
      stopping = true;
      hasStruck();
    });
    return (metrics, done) => (stopping ? done(SUCCESS) : send(metrics, done));
  }),
  {
    ...pushing(
      'ends-silently',
      'after five pushes there are no more',
      'closed-world/idle',
      (send, hasStruck) => {
        let pushes = 0;
        return (metrics, done) => {
          pushes += 1;
          if (pushes <= LAST_PUSH) return send(metrics, done);
          hasStruck();
          done(SUCCESS);
        };
      },
    ),
    of: 'CAD-13',
    unseen: true,
  },
];
