import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { noSeams } from '../../src/reference-server/seams.ts';
import type { PushConnection } from '../../src/reference-server/telemetry/push-connection.ts';
import type { ServerFault } from '../fault.ts';
import { bentExporter } from './bent-exporter.ts';
import { wrapped } from './recorder-faults.ts';

/** Reads along what is sent to the server, without taking it away from the server. */
function onBody(read: (text: string) => void): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    const emit = request.emit.bind(request);
    request.emit = (event: string | symbol, ...words: unknown[]): boolean => {
      if (event === 'data') read(String(words[0]));
      return emit(event, ...words);
    };
  });
}

/** The bytes of the field that was sent last are the type of the next error. */
const asErrorType = (id: string, of: string, words: string, field: string): ServerFault => {
  let last: string | undefined;
  const value = new RegExp(`"${field}"[^}]*?"value":\\s*"([0-9A-Fa-f]{16,})"`);
  const fault = wrapped(
    id,
    words,
    'secrets/telemetry',
    (recorder) => ({
      kmipOperation: (fact) =>
        recorder.kmipOperation({ ...fact, failure: fact.failure && (last ?? fact.failure) }),
    }),
    { of },
  );
  return {
    ...fault,
    plant: (planted) => {
      onBody((text) => {
        last = value.exec(text)?.[1] ?? last;
      });
      return fault.plant(planted);
    },
  };
};

/** Attributes of the resource are a getter of the SDK's: a copy would lose them. */
const withAttribute = (metrics: ResourceMetrics, key: string, value: string): ResourceMetrics => {
  const attributes = { ...metrics.resource.attributes, [key]: value };
  return { ...metrics, resource: Object.create(metrics.resource, { attributes: { value: attributes } }) };
};

/** Defects by which what must stay secret is pushed, or logged. */
export const secretFaults: readonly ServerFault[] = [
  asErrorType('key-as-error-type', 'CON-01', 'a key that was sent is an error type', 'KeyMaterial'),
  asErrorType('plaintext-as-error-type', 'CON-08', 'a plaintext that was sent is an error type', 'Data'),
  {
    ...{ id: 'pin-in-resource', of: 'CON-07', words: 'the PIN of the HSM describes the resource' },
    expects: 'secrets/telemetry',
    plant: ({ env, hasStruck }) => ({
      metricExporter: (exporter: PushMetricExporter) =>
        bentExporter(exporter, (send) => (metrics, done) => {
          const pin = env.KMS_HSM_PASSWORD;
          if (pin === undefined) return send(metrics, done);
          hasStruck();
          send(withAttribute(metrics, 'hsm.login', pin), done);
        }),
    }),
  },
  {
    ...{ id: 'headers-logged', of: 'CFG-11', words: 'the log says with which headers is pushed' },
    expects: 'secrets/log',
    plant: ({ hasStruck }) => ({
      pushConnection: (connection: PushConnection) => {
        hasStruck();
        noSeams.log.write(`${JSON.stringify({ msg: 'pushing', headers: connection.headers })}\n`);
        return connection;
      },
    }),
  },
];
