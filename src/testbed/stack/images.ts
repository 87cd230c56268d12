/** A program of the stack that runs as a container. */
export interface StackImage {
  /** As the service is called in docker-compose.otel.yml, where it is one. */
  readonly name: ImageName;
  /** The environment variable that replaces the image; docker-compose.otel.yml reads the same. */
  readonly variable: string;
  /** Pinned by version; undefined = nobody publishes it. */
  readonly official?: string;
  /** The name of the image that `npm run images` makes here; undefined = it cannot be built from source here. */
  readonly built?: string;
}

export type ImageName = 'otel-collector' | 'jaeger' | 'prometheus' | 'grafana' | 'k6' | 'kms';

export const STACK_IMAGES: readonly StackImage[] = [
  {
    name: 'otel-collector',
    variable: 'OTEL_COLLECTOR_IMAGE',
    official: 'otel/opentelemetry-collector-contrib:0.155.0',
    built: 'kms-otlp-testbed/otel-collector:0.155.0',
  },
  {
    name: 'jaeger',
    variable: 'JAEGER_IMAGE',
    official: 'jaegertracing/jaeger:2.20.0',
    // Jaeger 2 as it stood in the module v1.62.0, the newest that the Go module proxy builds.
    built: 'kms-otlp-testbed/jaeger:1.62.0',
  },
  {
    name: 'prometheus',
    variable: 'PROMETHEUS_IMAGE',
    official: 'prom/prometheus:v3.10.0',
    built: 'kms-otlp-testbed/prometheus:3.10.0',
  },
  { name: 'grafana', variable: 'GRAFANA_IMAGE', official: 'grafana/grafana:13.2.2' },
  {
    name: 'k6',
    variable: 'K6_IMAGE',
    official: 'grafana/k6:1.8.1',
    built: 'kms-otlp-testbed/k6:1.8.1',
  },
  { name: 'kms', variable: 'KMS_IMAGE', built: 'kms-otlp-testbed/kms:local' },
];

/** Where the image that is used comes from. */
export type ImageSource = 'variable' | 'official' | 'built';

export interface ChosenImage {
  readonly image: string;
  readonly from: ImageSource;
}

/**
 * The image to start: the one the environment names, else the official one, else the one built here, whichever of
 * the last two the container engine has.
 * @returns undefined where none is at hand; `npm run images` gets it
 */
export function chooseImage(
  { variable, official, built }: StackImage,
  env: Readonly<Record<string, string | undefined>>,
  atHand: (image: string) => boolean,
): ChosenImage | undefined {
  const named = env[variable];
  if (named) return { image: named, from: 'variable' };
  if (official && atHand(official)) return { image: official, from: 'official' };
  if (built && atHand(built)) return { image: built, from: 'built' };
  return undefined;
}

/** @throws TypeError for a name that is not in the table, which the type forbids */
export function stackImage(name: ImageName): StackImage {
  const found = STACK_IMAGES.find((image) => image.name === name);
  if (!found) throw new TypeError(`no image is called ${name}`);
  return found;
}
