import { besidePyKmip } from './beside-pykmip.ts';
import { crowd } from './crowd.ts';
import { growth } from './growth.ts';
import { http } from './http.ts';
import { ingest } from './ingest.ts';
import type { Part } from './part.ts';
import { receiver } from './receiver.ts';
import { runTime } from './run-time.ts';
import { scale } from './scale.ts';
import { telemetry } from './telemetry.ts';

export const PARTS: readonly Part[] = [
  { name: 'ingest', words: 'reading OTLP, beside protobufjs', measure: ingest },
  { name: 'receiver', words: 'taking OTLP over gRPC, beside the Collector', measure: receiver },
  { name: 'http', words: 'KMIP in JSON over HTTP, beside a bare fastify', measure: http },
  {
    name: 'pykmip',
    words: 'KMIP 1.2 over the TLS socket, beside the server of PyKMIP',
    measure: besidePyKmip,
  },
  { name: 'growth', words: 'Get and Locate with 10^2 to 10^5 stored objects', measure: growth },
  {
    name: 'crowd',
    words: 'the reference with 10^5 objects, 10^3 connections and 10^4 users',
    measure: crowd,
  },
  { name: 'scale', words: 'judging one export of up to 300,000 points', measure: scale },
  { name: 'telemetry', words: 'the reference with and without OTLP', measure: telemetry },
  { name: 'run', words: 'a fast run of the conformance suite', measure: runTime },
];
