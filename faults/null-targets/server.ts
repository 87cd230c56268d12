import { createServer, request as post } from 'node:http';
import { createServer as listenOnly } from 'node:net';
import { Client, credentials } from '@grpc/grpc-js';
import { encodeMetrics } from '../../src/otlp/encode.ts';
import { EXPORT_PATHS } from '../../src/otlp/grpc-intake.ts';
import type { Metric } from '../../src/otlp/model.ts';

/**
 * What is no KMS, or none whose telemetry can be judged: node faults/null-targets/server.ts KIND NAMES [arguments as the
 * reference takes them]. NAMES: the instruments of the contract, with commas.
 */
const [kind = '', names = '', ...args] = process.argv.slice(2);

const argument = (flag: string): string => args[args.indexOf(flag) + 1] ?? '';
const port = Number(argument('--port'));
const INTERVAL_MS = 100;

const startedAt = BigInt(Date.now()) * 1_000_000n;

const zero = (name: string): Metric => ({
  name,
  ...{ description: 'nothing', unit: '1', metadata: [] },
  data: {
    ...{ kind: 'sum', temporality: 'cumulative', isMonotonic: true },
    points: [
      {
        ...{ attributes: [], startTimeUnixNano: startedAt, flags: 0, value: 0n, exemplars: [] },
        timeUnixNano: BigInt(Date.now()) * 1_000_000n,
      },
    ],
  },
});

const exportOf = (metrics: readonly Metric[]): Buffer =>
  Buffer.from(
    encodeMetrics({
      resourceMetrics:
        metrics.length === 0
          ? []
          : [
              {
                attributes: [{ key: 'service.name', value: 'something' }],
                schemaUrl: '',
                scopeMetrics: [{ name: 'something', version: '', attributes: [], schemaUrl: '', metrics }],
              },
            ],
    }),
  );

const asIs = (bytes: Buffer): Buffer => bytes;

function pushEvery(metrics: () => readonly Metric[]): void {
  const client = new Client(new URL(argument('--otlp')).host, credentials.createInsecure());
  setInterval(() => {
    client.makeUnaryRequest(EXPORT_PATHS.metrics, asIs, asIs, exportOf(metrics()), () => undefined);
  }, INTERVAL_MS);
}

const EXPOSITION = '# TYPE kms_errors_total counter\nkms_errors_total{error_type="x"} 1\n';

function answerEverything(hasMetrics: boolean): void {
  createServer((incoming, response) => {
    incoming.resume();
    const isMetrics = hasMetrics && incoming.url === '/metrics';
    response.writeHead(200, { 'content-type': isMetrics ? 'text/plain; version=0.0.4' : 'application/json' });
    response.end(isMetrics ? EXPOSITION : '{}');
  }).listen(port, '127.0.0.1');
}

const KINDS: Readonly<Record<string, () => void>> = {
  nobody: () => setInterval(() => undefined, 1000),
  silent: () => listenOnly(() => undefined).listen(port, '127.0.0.1'),
  'answers-ok': () => answerEverything(false),
  'serves-metrics': () => answerEverything(true),
  'empty-exports': () => {
    answerEverything(false);
    pushEvery(() => []);
  },
  'foreign-metrics': () => {
    answerEverything(false);
    pushEvery(() => [zero('shop.orders.total')]);
  },
  'all-zero': () => {
    answerEverything(false);
    pushEvery(() => names.split(',').map(zero));
  },
  'otlp-http': () => {
    answerEverything(false);
    setInterval(() => {
      const sending = post(new URL('/v1/metrics', argument('--otlp')), {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf' },
      });
      sending.on('error', () => undefined).on('response', (answer) => answer.resume());
      sending.end(exportOf([zero('kms.errors.total')]));
    }, INTERVAL_MS);
  },
};

const start = KINDS[kind];
if (start === undefined) throw new Error(`there is no null target ${JSON.stringify(kind)}`);
start();
