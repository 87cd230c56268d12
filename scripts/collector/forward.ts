import { metricsMessage, OtlpSender } from '../../src/testbed/stack/forwarder.ts';
import type { Collector } from './collector.ts';
import type { Pushed } from './pushed.ts';

/** Gives a Collector what a KMS pushed, byte by byte. @throws Error where it does not take it */
export async function forward({ port }: Collector, pushed: Pushed): Promise<void> {
  const sender = new OtlpSender(`127.0.0.1:${port}`);
  try {
    for (const one of pushed) {
      const error = await sender.send(metricsMessage(one));
      if (error !== undefined) throw new Error(`the Collector did not take a push: ${error.message}`);
    }
  } finally {
    sender.close();
  }
}
