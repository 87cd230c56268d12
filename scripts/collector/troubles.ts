import { equal, match } from 'node:assert/strict';
import { join } from 'node:path';
import { freePort } from '../../src/testbed/port.ts';
import type { Check } from './check.ts';
import { complaint } from './collector.ts';
import { farEnd } from './far-end.ts';
import { type PushWish, pushingKms } from './pushing-kms.ts';
import type { Surroundings } from './surroundings.ts';

/** Nobody has an address of this network (RFC 5737). */
const NOWHERE = '192.0.2.1:4317';

const OPERATORS = join(import.meta.dirname, '../../otel-collector-config.yaml');

/** What the document's chapter on troubleshooting tells operators to look for: both logs have to say it. */
export const TROUBLE_CHECKS: readonly Check[] = [
  {
    name: 'trouble, dead endpoint: the KMS serves, and says that nobody is there',
    run: async (here) => {
      await isTold(here, { url: `http://127.0.0.1:${await freePort()}` }, /UNAVAILABLE.*ECONNREFUSED/);
    },
  },
  {
    name: 'trouble, unreachable network: the KMS serves, and says that it got no answer',
    run: (here) => isTold(here, { url: `http://${NOWHERE}` }, /UNAVAILABLE|DEADLINE_EXCEEDED/),
  },
  {
    name: 'trouble, wrong port: the KMS speaks gRPC to the HTTP port, and says that this failed',
    run: async (here) => {
      const [far, http] = [await farEnd(here), await freePort()];
      const withHttp = { receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${http}` } } } } };
      await here.collector({ overlays: [far.overlay, withHttp] });
      await isTold(here, { url: `http://127.0.0.1:${http}` }, /UNAVAILABLE|INTERNAL|UNIMPLEMENTED|UNKNOWN/);
      equal(far.isEmpty(), true, 'metrics have come through all the same');
    },
  },
  {
    name: 'trouble, wrong scheme: https to a Collector in clear, the KMS says that no TLS came of it',
    run: async (here) => {
      const far = await farEnd(here);
      const collector = await here.collector({ overlays: [far.overlay] });
      await isTold(
        here,
        { url: `https://localhost:${collector.port}` },
        /UNAVAILABLE.*(SSL|TLS|wrong version|disconnected)/i,
      );
      equal(far.isEmpty(), true, 'metrics have come through all the same');
    },
  },
  {
    name: 'trouble, wrong scheme: http to a Collector that wants TLS, the KMS says that the connection was dropped',
    run: async (here) => {
      const far = await farEnd(here);
      const { certificateFile, keyFile } = here.certificates.server;
      const tls = { cert_file: certificateFile, key_file: keyFile };
      const collector = await here.collector({
        overlays: [far.overlay, { receivers: { otlp: { protocols: { grpc: { tls } } } } }],
      });
      await isTold(here, { url: `http://localhost:${collector.port}` }, /UNAVAILABLE/);
      equal(far.isEmpty(), true, 'metrics have come through all the same');
    },
  },
  {
    name: 'trouble, missing exporter: the Collector names it and does not start',
    run: async (here) => {
      const words = await complaint(here, [
        OPERATORS,
        'yaml:service::pipelines::metrics::exporters: [otlp_grpc/nobody]',
      ]);
      match(words ?? '', /references exporter "otlp_grpc\/nobody" which is not configured/);
    },
  },
  {
    name: 'trouble, the Collector cannot reach what is behind it: it says what it tries again',
    run: async (here) => {
      const nobody = `127.0.0.1:${await freePort()}`;
      const collector = await here.collector({
        overlays: [(await farEnd(here)).overlay, { exporters: { 'otlp_grpc/far': { endpoint: nobody } } }],
      });
      const kms = await pushingKms(here, { url: `http://127.0.0.1:${collector.port}` });
      await kms.serves();
      await collector.says(/Exporting failed. Will retry[\s\S]*connection refused/);
    },
  },
];

async function isTold(here: Surroundings, wish: PushWish, says: RegExp): Promise<void> {
  const kms = await pushingKms(here, wish);
  await kms.says(says);
  await kms.serves();
}
