import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { GenericContainer, StartedTestContainer } from 'testcontainers';
import { freePort } from '../port.ts';
import { ContainerLog } from '../targets/container.ts';
import { containerEngine, type Engine, HOST, sweep } from '../targets/engine.ts';
import { chooseImage, type ImageName, stackImage } from './images.ts';
import { type Overlay, overlayOf, PORTS, StackError } from './overlay.ts';
import { NO_BROWSER_PROGRAM } from './screens.ts';
import type { Stack, StackMaker } from './stack.ts';

/** Files of the operator's stack, from the top of the repository. */
const FILES = {
  collector: 'otel-collector-config.yaml',
  jaeger: 'deploy/jaeger/config.yaml',
  prometheus: 'deploy/prometheus/prometheus.yml',
  alerts: 'dashboards/alerts.yml',
};

/** The first start of a container on a loaded machine takes longest. */
const START_TIMEOUT_MS = 120_000;

const NEED = '--stack containers needs containers';

/** The operator's stack in containers; `env` may name other images. */
export const containers = (env: NodeJS.ProcessEnv): StackMaker => ({
  start: (passedOnPort) => startContainers(passedOnPort, env),
  async withoutGrafana() {
    const { images } = await containerEngine(NEED);
    if (grafanaIn(images, env) === undefined)
      return 'Grafana: not run (no image of it is here, and it cannot be built: "npm run images" gets it where a registry can be reached)';
    return NO_BROWSER_PROGRAM === undefined ? undefined : `Grafana: not run (${NO_BROWSER_PROGRAM})`;
  },
});

const grafanaIn = (images: ReadonlySet<string>, env: NodeJS.ProcessEnv): string | undefined =>
  chooseImage(stackImage('grafana'), env, (image) => images.has(image))?.image;

const pathOf = (file: string): string => fileURLToPath(new URL(`../../../${file}`, import.meta.url));

/** One program of the stack, and where its log is kept. */
interface Started {
  readonly name: ImageName;
  readonly container: StartedTestContainer;
  readonly log: ContainerLog;
}

/**
 * The operator's stack in containers of its own network, configured as docker-compose.otel.yml does it, and the
 * Collector told to give back what it passes on. Whatever happens, nothing of it is left when `stop` has ended.
 * @param passedOnPort of this machine, where what the Collector passes on is received
 * @throws StackError, StartError
 */
async function startContainers(passedOnPort: number, env: NodeJS.ProcessEnv): Promise<Stack> {
  const engine = await containerEngine(NEED);
  const image = imagesIn(engine, env);
  const overlay = overlayOf(readFileSync(pathOf(FILES.collector), 'utf8'), {
    passedOn: `${HOST}:${passedOnPort}`,
    jaeger: 'jaeger:4317',
  });
  const network = await new engine.Network().start();
  const start = starter(engine, network.getName());
  const stop = () => sweep(engine);
  try {
    const grafanaImage = grafanaIn(engine.images, env);
    // Of its own choice, an engine gives a container others when it is restarted.
    const collectorPorts = await Promise.all(
      COLLECTOR_PORTS.map(async (port) => ({ container: port, host: await freePort() })),
    );
    const [jaeger, prometheus, collector, grafana] = await allOf([
      start('jaeger', withJaeger(image('jaeger'), engine), [16686, 4317, 13133], '/status', 13133),
      start('prometheus', withPrometheus(image('prometheus'), engine), [9090], '/-/ready', 9090),
      start(
        'otel-collector',
        withCollector(image('otel-collector'), overlay, engine),
        collectorPorts,
        '/',
        13133,
      ),
      grafanaImage === undefined
        ? undefined
        : start('grafana', withGrafana(grafanaImage, engine), [3000], '/api/health', 3000),
    ]);
    return {
      collector: {
        otlp: address(collector, 4317),
        toJaeger: address(collector, PORTS.toJaeger),
        ownMetrics: `http://${address(collector, 8888)}/metrics`,
        exposition: `http://${address(collector, PORTS.scrapers)}/metrics`,
        exporters: overlay.exporters,
        restart: () => collector.container.restart({ timeout: COLLECTOR_GRACE_MS }),
      },
      prometheus: `http://${address(prometheus, 9090)}`,
      jaeger: { api: `http://${address(jaeger, 16686)}`, otlp: address(jaeger, 4317) },
      grafana: grafana === undefined ? undefined : `http://${address(grafana, 3000)}`,
      logTails: () =>
        [jaeger, prometheus, collector].map(({ name, log }) => `${name}:\n${log.tail}`).join('\n'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** After SIGTERM it sends what it has taken. */
const COLLECTOR_GRACE_MS = 10_000;

const COLLECTOR_PORTS = [4317, PORTS.toJaeger, 8888, PORTS.scrapers, 13133];

/** Waits for all, so that none is still starting when the others are taken away. @throws what the first threw */
async function allOf<T extends readonly (Promise<unknown> | undefined)[]>(
  starts: readonly [...T],
): Promise<{ [Index in keyof T]: Awaited<T[Index]> }> {
  await Promise.allSettled(starts);
  return Promise.all(starts);
}

const address = ({ container }: Started, port: number): string =>
  `${container.getHost()}:${container.getMappedPort(port)}`;

/** Every image must be at hand before anything starts. @throws StackError that says how to get those that are not */
function imagesIn({ images }: Engine, env: NodeJS.ProcessEnv): (name: ImageName) => string {
  const needed: readonly ImageName[] = ['otel-collector', 'jaeger', 'prometheus'];
  const chosen = new Map(
    needed.map((name) => [name, chooseImage(stackImage(name), env, (image) => images.has(image))?.image]),
  );
  const missing = needed.filter((name) => chosen.get(name) === undefined);
  if (missing.length > 0)
    throw new StackError(
      `--stack containers needs images that are not here (${missing.join(', ')}): "npm run images" gets or builds them, or name your own in ${missing.map((name) => stackImage(name).variable).join(', ')}`,
    );
  return (name) => chosen.get(name) ?? '';
}

const withCollector = (image: string, { text }: Overlay, { GenericContainer }: Engine): GenericContainer =>
  new GenericContainer(image)
    .withCommand([
      '--config=/etc/otelcol-contrib/config.yaml',
      '--config=/etc/otelcol-contrib/conformance.yaml',
    ])
    .withCopyContentToContainer([
      {
        content: readFileSync(pathOf(FILES.collector), 'utf8'),
        target: '/etc/otelcol-contrib/config.yaml',
        mode: 0o644,
      },
      { content: text, target: '/etc/otelcol-contrib/conformance.yaml', mode: 0o644 },
    ])
    .withExtraHosts([{ host: HOST, ipAddress: 'host-gateway' }]);

const withJaeger = (image: string, { GenericContainer }: Engine): GenericContainer =>
  new GenericContainer(image)
    .withCommand(['--config=/etc/jaeger/config.yaml'])
    .withCopyFilesToContainer([
      { source: pathOf(FILES.jaeger), target: '/etc/jaeger/config.yaml', mode: 0o644 },
    ]);

const withPrometheus = (image: string, { GenericContainer }: Engine): GenericContainer =>
  new GenericContainer(image)
    .withCommand([
      '--config.file=/etc/prometheus/prometheus.yml',
      '--storage.tsdb.path=/prometheus',
      '--web.enable-otlp-receiver',
      '--enable-feature=created-timestamp-zero-ingestion',
    ])
    .withCopyFilesToContainer([
      { source: pathOf(FILES.prometheus), target: '/etc/prometheus/prometheus.yml', mode: 0o644 },
      { source: pathOf(FILES.alerts), target: '/etc/prometheus/rules/alerts.yml', mode: 0o644 },
    ]);

const withGrafana = (image: string, { GenericContainer }: Engine): GenericContainer =>
  new GenericContainer(image)
    .withEnvironment({
      GF_SECURITY_ADMIN_USER: 'admin',
      GF_SECURITY_ADMIN_PASSWORD: 'admin',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
    })
    .withCopyDirectoriesToContainer([
      { source: pathOf('deploy/grafana/provisioning'), target: '/etc/grafana/provisioning' },
      { source: pathOf('dashboards'), target: '/var/lib/grafana/dashboards' },
    ]);

const starter =
  ({ Wait }: Engine, network: string) =>
  async (
    name: ImageName,
    container: GenericContainer,
    ports: Parameters<GenericContainer['withExposedPorts']>,
    readyPath: string,
    readyPort: number,
  ): Promise<Started> => {
    const log = new ContainerLog();
    try {
      const started = await container
        .withNetworkMode(network)
        .withNetworkAliases(name)
        .withExposedPorts(...ports)
        .withLogConsumer((stream) => stream.setEncoding('utf8').on('data', (chunk: string) => log.add(chunk)))
        .withWaitStrategy(Wait.forHttp(readyPath, readyPort).forStatusCode(200))
        .withStartupTimeout(START_TIMEOUT_MS)
        .start();
      return { name, container: started, log };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new StackError(`${name} did not start (${message}); its last log lines:\n${log.tail}`);
    }
  };
