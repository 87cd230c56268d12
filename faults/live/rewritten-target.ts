import type { StartRequest, Target } from '../../src/testbed/target.ts';
import { type ProxyOptions, startProxy } from './proxy.ts';

/** The same target; a proxy stands between each of its processes and the receiver, and goes with the process. */
export const rewrittenTarget = (target: Target, options: Omit<ProxyOptions, 'to'>): Target => ({
  ...target,
  async start(request: StartRequest) {
    const { url } = request;
    // Where nothing is pushed, or over TLS, there is nothing that could be rewritten.
    if (url.by === 'nothing' || !url.url.startsWith('http:')) return target.start(request);
    const proxy = await startProxy({ ...options, to: url.url });
    const started = await target
      .start({ ...request, url: { ...url, url: proxy.endpoint } })
      .catch((error) => {
        proxy.stop();
        throw error;
      });
    started.process.ended.then(() => proxy.stop());
    return started;
  },
});
