import { Collector } from '../../src/testbed/collector.ts';
import { PUSH_INTERVAL_MS } from './first-export.ts';
import { startServer } from './server.ts';

/** A server from its start to its end by SIGKILL. */
export interface Life {
  readonly url: string;
  /** Its own: the first export in it is the first of this life, whatever an earlier one had left to send. */
  readonly collector: Collector;
  end(): Promise<void>;
}

export async function beginLife(folder: string): Promise<Life> {
  const collector = await Collector.open();
  try {
    const server = await startServer(folder, {
      args: ['--otlp', collector.endpoint],
      env: { OTEL_METRIC_EXPORT_INTERVAL: `${PUSH_INTERVAL_MS}` },
    });
    return {
      url: server.url,
      collector,
      end: async () => {
        await server.kill();
        await collector.close();
      },
    };
  } catch (error) {
    await collector.close();
    throw error;
  }
}
