import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GenericContainer, WaitStrategy } from 'testcontainers';
import { nowUnixMs } from '../../driver/now.ts';
import { StartError } from '../ready.ts';
import type { StartRequest, Target } from '../target.ts';
import { writeAll } from './command-target.ts';
import { Container, ContainerLog } from './container.ts';
import { render } from './render.ts';
import type { TargetFile } from './target-file.ts';
import { traitsOf } from './traits.ts';

/** Name by which a container reaches the machine that it runs on. */
const HOST = 'host.docker.internal';

/** A container image: each instance is a container; its folder is the instance's own, under the same path. */
export const imageTarget = (file: TargetFile, image: string): Target => {
  const traits = traitsOf(file);
  const capabilities = new Set(traits.claims.capabilities);
  // The token of a SoftHSM is files and a library of this machine, which the image need not have.
  capabilities.delete('hsm');
  capabilities.delete('kek');
  capabilities.delete('process');
  return {
    ...traits,
    claims: { ...traits.claims, capabilities },
    // Containers come over the bridge of the container engine, not over loopback.
    receiver: { host: '0.0.0.0', port: 0, seenAs: HOST },
    start: (request) => startContainer(file, image, request),
  };
};

async function startContainer(file: TargetFile, image: string, request: StartRequest) {
  const { GenericContainer, getContainerRuntimeClient } = await import('testcontainers');
  const { image_http_port: http, image_socket_port: socket } = file.start;
  const inside = {
    ...request,
    port: http,
    tls: request.tls === undefined ? undefined : { ...request.tls, socketPort: socket },
  };
  const { files, args, env } = render(file, [], inside);
  await writeAll(files);
  await openToAll(request.folder);
  const log = new ContainerLog();
  const isTls = request.tls !== undefined;
  const container = new GenericContainer(image)
    .withEnvironment({ ...env })
    .withExposedPorts(...(isTls ? [http, socket] : [http]))
    .withExtraHosts([{ host: HOST, ipAddress: 'host-gateway' }])
    .withBindMounts([{ source: request.folder, target: request.folder, mode: 'rw' }])
    .withLogConsumer((stream) => stream.setEncoding('utf8').on('data', (chunk: string) => log.add(chunk)))
    .withWaitStrategy(atOnce);
  if (args.length > 0) container.withCommand([...args]);
  const spawnedAtUnixMs = nowUnixMs();
  const started = await begin(container, image);
  const { container: engine } = await getContainerRuntimeClient();
  const process = new Container(engine.getById(started.getId()), log, spawnedAtUnixMs);
  const host = started.getHost();
  return {
    process,
    baseUrl: `${isTls ? 'https' : 'http'}://${host}:${started.getMappedPort(http)}`,
    socket: isTls ? { host, port: started.getMappedPort(socket) } : undefined,
  };
}

/** The image's user is not known here; what is in the folder was made for this instance and goes with it. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o777);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o777 : 0o666);
  }
}

/** @throws StartError that says what to do */
async function begin(container: GenericContainer, image: string) {
  try {
    return await container.start();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message.includes('container runtime strategy')) {
      throw new StartError(
        `the target is the image ${image}, but no container engine answers here: start Docker or Podman, set DOCKER_HOST, or name the KMS as command:... or url:...`,
      );
    }
    throw new StartError(`the image ${image} did not start: ${message}`);
  }
}

/** Readiness is found out by the suite, which writes down what it asks. */
const atOnce: WaitStrategy = {
  waitUntilReady: async () => {},
  withStartupTimeout: () => atOnce,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
};
