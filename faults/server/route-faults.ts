import { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { PlantedProcess, ServerFault } from '../fault.ts';

const EXPOSITION = '# TYPE kms_errors_total counter\nkms_errors_total{error_type="x"} 1\n';

/** Answers some requests before the server sees them. */
const answering = (
  id: string,
  of: string,
  words: string,
  isMeant: (request: IncomingMessage) => boolean,
  type: string,
  body: string,
): ServerFault => ({
  ...{ id, of, words, expects: 'exposure/metrics-endpoint' },
  plant: ({ hasStruck }) => {
    const emit = Server.prototype.emit;
    Server.prototype.emit = function (event: string, ...parts: unknown[]) {
      const [request, response] = parts;
      const isRequest = request instanceof IncomingMessage && response instanceof ServerResponse;
      if (event !== 'request' || !isRequest || !isMeant(request))
        return Reflect.apply(emit, this, [event, ...parts]);
      hasStruck();
      response.writeHead(200, { 'content-type': type }).end(body);
      return true;
    };
    return {};
  },
});

/** The preface of HTTP/2 and empty SETTINGS: whoever serves it answers with its own. */
const PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const AGAIN_MS = 100;

/** Until somebody serves HTTP/2 there. */
const until = (host: string, port: number): Promise<void> =>
  new Promise((resolve) => {
    const ask = () => {
      let isServed = false;
      const socket = connect(port, host, () => socket.write(PREFACE));
      socket.on('error', () => undefined);
      socket.on('data', () => {
        isServed = true;
        socket.destroy();
      });
      socket.on('close', () => {
        if (isServed) resolve();
        else setTimeout(ask, AGAIN_MS);
      });
    };
    ask();
  });

function collectorOf({ args, env }: PlantedProcess): URL | undefined {
  const at = args.findIndex((word) => word === '--otlp' || word === '--otlp-url');
  const text = at < 0 ? env.KMS_OTLP_URL : args[at + 1];
  return text === undefined || text === '' ? undefined : new URL(text);
}

/** What is served beside KMIP, and when serving begins. */
export const routeFaults: readonly ServerFault[] = [
  answering(
    'health-in-openmetrics',
    'SUR-04',
    'who asks /health for OpenMetrics gets metrics',
    ({ url, headers }) => url === '/health' && /openmetrics/.test(headers.accept ?? ''),
    'application/openmetrics-text; version=1.0.0',
    `${EXPOSITION}# EOF\n`,
  ),
  answering(
    'values-in-health',
    'SUR-08',
    '/health tells the values of the instruments',
    ({ url, headers }) => url === '/health' && headers.accept !== undefined,
    'application/json',
    JSON.stringify({ status: 'UP', metrics: { 'kms.errors.total': 3, 'kms.objects.total': 4 } }),
  ),
  {
    id: 'waits-for-collector',
    of: 'CFG-12',
    words: 'nothing is served before the collector is there',
    expects: 'push/late-collector',
    unseen: true,
    plant: (planted) => {
      const url = collectorOf(planted);
      if (url === undefined) return {};
      planted.hasStruck();
      planted.until = until(url.hostname, Number(url.port));
      return {};
    },
  },
];
