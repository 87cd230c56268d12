import { chmod, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GenericContainer, WaitStrategy } from 'testcontainers';
import { nowUnixMs } from '../../driver/now.ts';
import { StartError } from '../ready.ts';
import { stackImage } from '../stack/images.ts';
import type { HsmAccess, StartRequest, Target } from '../target.ts';
import { writeAll } from './command-target.ts';
import { Container, ContainerLog } from './container.ts';
import { containerEngine, HOST } from './engine.ts';
import { render } from './render.ts';
import type { TargetFile } from './target-file.ts';
import { traitsOf } from './traits.ts';

/** A container image: each instance is a container; its folder is the instance's own, under the same path. */
export const imageTarget = (file: TargetFile, image: string): Target => {
  const traits = traitsOf(file);
  const capabilities = new Set(traits.claims.capabilities);
  // The token is made of files, which can be mounted; the library that reads them the image need not have.
  if (!file.hsm.softhsm_in_image) for (const name of ['hsm', 'kek'] as const) capabilities.delete(name);
  // Which of two flags it obeys is seen by the sockets of a process.
  for (const name of ['process', 'flag-otlp-url'] as const) capabilities.delete(name);
  return {
    ...traits,
    claims: { ...traits.claims, capabilities },
    // Containers come over the bridge of the container engine, not over loopback.
    receiver: { host: '0.0.0.0', port: 0, seenAs: HOST },
    host: async () =>
      (await containerEngine(`the target is the image ${image}`)).client.info.containerRuntime.host,
    start: (request) => startContainer(file, image, request),
  };
};

async function startContainer(file: TargetFile, image: string, request: StartRequest) {
  const { GenericContainer, client } = await containerEngine(`the target is the image ${image}`);
  const { image_http_port: http, image_socket_port: socket } = file.start;
  const inside = {
    ...request,
    port: http,
    listenOn: '0.0.0.0',
    hsm: hsmInside(request.hsm),
    tls: request.tls === undefined ? undefined : { ...request.tls, socketPort: socket },
  };
  const { files, args, env } = render(file, [], inside);
  await writeAll(files);
  const folders = [request.folder, ...(inside.hsm === undefined ? [] : [tokenFolder(inside.hsm)])];
  for (const folder of folders) await openToAll(folder);
  const log = new ContainerLog();
  const isTls = request.tls !== undefined;
  const container = new GenericContainer(image)
    .withEnvironment({ ...env })
    .withExposedPorts(...(isTls ? [http, socket] : [http]))
    .withExtraHosts([{ host: HOST, ipAddress: 'host-gateway' }])
    .withBindMounts(folders.map((folder) => ({ source: folder, target: folder, mode: 'rw' })))
    .withHealthCheck(NO_HEALTH_CHECK)
    .withLogConsumer((stream) => stream.setEncoding('utf8').on('data', (chunk: string) => log.add(chunk)))
    .withWaitStrategy(atOnce);
  if (args.length > 0) container.withCommand([...args]);
  const spawnedAtUnixMs = nowUnixMs();
  const started = await container.start().catch((error: Error) => {
    throw new StartError(`the image ${image} did not start: ${error.message}${remedyFor(image)}`);
  });
  const process = new Container(client.container.getById(started.getId()), log, spawnedAtUnixMs);
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

/** The variable that names the library of this machine means nothing there. */
const hsmInside = (hsm: HsmAccess | undefined): HsmAccess | undefined =>
  hsm === undefined ? undefined : { ...hsm, env: { SOFTHSM2_CONF: hsm.env.SOFTHSM2_CONF } };

const tokenFolder = ({ env }: HsmAccess): string => dirname(env.SOFTHSM2_CONF);

/** Only the suite sends requests, and enters each in the ledger: an image's own health check would be counted, too. */
const NO_HEALTH_CHECK = { test: ['NONE'] } as unknown as Parameters<GenericContainer['withHealthCheck']>[0];

const remedyFor = (image: string): string =>
  image === stackImage('kms').built ? '; "npm run images -- kms" builds it' : '';

/** Readiness is found out by the suite, which writes down what it asks. */
const atOnce: WaitStrategy = {
  waitUntilReady: async () => {},
  withStartupTimeout: () => atOnce,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
};
