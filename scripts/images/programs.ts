import type { ImageName } from '../../src/testbed/stack/images.ts';

/** A program that is built from source where no image of it can be pulled. */
export interface Program {
  readonly name: ProgramName;
  readonly version: string;
  readonly source: Source;
}

export type ProgramName =
  | 'otel-collector'
  | 'jaeger'
  | 'prometheus'
  | 'promtool'
  | 'k6'
  | 'compose'
  | 'telemetrygen'
  | 'wget';

export type Source =
  /** A package of a module of the Go module proxy, at the program's version. */
  | { readonly from: 'module'; readonly package: string }
  /** A file beside this one that names the components of a Collector, whose main package the builder writes. */
  | { readonly from: 'components'; readonly file: string }
  /** A folder beside this one that holds a main.go without dependencies. */
  | { readonly from: 'folder'; readonly folder: string };

const module = (path: string): Source => ({ from: 'module', package: path });

export const PROGRAMS: readonly Program[] = [
  {
    name: 'otel-collector',
    version: 'v0.155.0',
    source: { from: 'components', file: 'otel-collector.yaml' },
  },
  // 1.76.0 cannot be verified. This is Jaeger 2, not the Jaeger 1 that the number suggests; its UI is a placeholder page.
  { name: 'jaeger', version: 'v1.62.0', source: module('github.com/jaegertracing/jaeger/cmd/jaeger') },
  // Module v0.310.0 is Prometheus 3.10.0; without the web UI.
  {
    name: 'prometheus',
    version: 'v0.310.0',
    source: module('github.com/prometheus/prometheus/cmd/prometheus'),
  },
  {
    name: 'promtool',
    version: 'v0.310.0',
    source: module('github.com/prometheus/prometheus/cmd/promtool'),
  },
  { name: 'k6', version: 'v1.8.1', source: module('go.k6.io/k6') },
  { name: 'compose', version: 'v2.40.3', source: module('github.com/docker/compose/v2/cmd') },
  {
    name: 'telemetrygen',
    version: 'v0.155.0',
    source: module('github.com/open-telemetry/opentelemetry-collector-contrib/cmd/telemetrygen'),
  },
  // What official images have from their distribution, for health checks.
  { name: 'wget', version: 'v1', source: { from: 'folder', folder: 'wget' } },
];

/** An image FROM scratch around built programs, laid out as the official one: either fits the same Compose file. */
export interface Layout {
  readonly image: Exclude<ImageName, 'grafana' | 'kms'>;
  /** Path in the image -> program; the first is what the image starts. */
  readonly programs: Readonly<Record<string, ProgramName>>;
  readonly user: number;
  /** A folder that the user may write to. */
  readonly data?: string;
}

export const LAYOUTS: readonly Layout[] = [
  { image: 'otel-collector', programs: { '/otelcol-contrib': 'otel-collector' }, user: 10_001 },
  { image: 'jaeger', programs: { '/cmd/jaeger/jaeger-linux': 'jaeger', '/bin/wget': 'wget' }, user: 10_001 },
  {
    image: 'prometheus',
    programs: { '/bin/prometheus': 'prometheus', '/bin/promtool': 'promtool' },
    user: 65_534,
    data: '/prometheus',
  },
  { image: 'k6', programs: { '/usr/bin/k6': 'k6' }, user: 12_345, data: '/home/k6' },
];
