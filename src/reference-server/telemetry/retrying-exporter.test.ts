import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Metadata, status } from '@grpc/grpc-js';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { RetryingExporter } from './retrying-exporter.ts';

const metrics = {} as ResourceMetrics;

/** An exporter that fails as it is told, then works. */
const bench = (failures: readonly { readonly code: number; readonly details?: Buffer }[]) => {
  const left = [...failures];
  const asked: unknown[] = [];
  const told: string[] = [];
  let sent = 0;
  const exporter: PushMetricExporter = {
    export: (_, done) => {
      sent += 1;
      const failure = left.shift();
      if (failure === undefined) return done({ code: 0 });
      const metadata = new Metadata();
      if (failure.details !== undefined) metadata.set('grpc-status-details-bin', failure.details);
      done({ code: 1, error: Object.assign(new Error(`status ${failure.code}`), { ...failure, metadata }) });
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  let pauseMs: number | undefined = 1;
  const retrying = new RetryingExporter(exporter, {
    policy: (failure, attempts) => {
      asked.push([failure, attempts]);
      return pauseMs;
    },
    failed: (reason) => told.push(reason),
  });
  return {
    retrying,
    asked,
    told,
    sent: () => sent,
    pause: (ms: number | undefined) => {
      pauseMs = ms;
    },
    push: () => new Promise<number>((resolve) => retrying.export(metrics, ({ code }) => resolve(code))),
  };
};

test('what failed is sent again as long as the policy says, and each failure is told', async () => {
  const here = bench([{ code: status.UNAVAILABLE }, { code: status.ABORTED }]);
  assert.equal(await here.push(), 0);
  assert.equal(here.sent(), 3);
  assert.deepEqual(here.told, [`status ${status.UNAVAILABLE}`, `status ${status.ABORTED}`]);
  assert.deepEqual(here.asked, [
    [{ code: status.UNAVAILABLE, retryAfterMs: undefined }, 1],
    [{ code: status.ABORTED, retryAfterMs: undefined }, 2],
  ]);
});

test('what the policy gives up has failed', async () => {
  const here = bench([{ code: status.INTERNAL }]);
  here.pause(undefined);
  assert.equal(await here.push(), 1);
  assert.deepEqual([here.sent(), here.told], [1, []]);
});

test('an exporter that throws has failed without a status', async () => {
  const { retrying, asked } = bench([]);
  const broken = new RetryingExporter(
    {
      export: () => {
        throw new Error('no transport');
      },
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    },
    {
      policy: (failure) => {
        asked.push(failure);
        return undefined;
      },
      failed: () => undefined,
    },
  );
  broken.export(metrics, ({ code }) => assert.equal(code, 1));
  await broken.forceFlush();
  assert.deepEqual(asked, [{ code: undefined, retryAfterMs: undefined }]);
  await retrying.shutdown();
});

test('a stop ends the pause, and what comes then has one attempt', { timeout: 5_000 }, async () => {
  const here = bench([{ code: status.UNAVAILABLE }, { code: status.UNAVAILABLE }]);
  here.pause(3_600_000);
  const first = here.push();
  await new Promise(setImmediate);
  here.retrying.hurry();
  assert.equal(await first, 1);
  assert.equal(await here.push(), 1);
  assert.equal(here.sent(), 2);
});
