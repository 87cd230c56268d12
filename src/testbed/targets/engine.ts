import { StartError } from '../ready.ts';

/** Name by which a container reaches the machine that it runs on. */
export const HOST = 'host.docker.internal';

let connected: ReturnType<typeof connect> | undefined;

/**
 * Testcontainers, told to do without its reaper where the reaper's image is not at hand: the suite stops what it
 * starts, and no image is fetched from a registry without being asked for.
 * @param what is needed a container engine for, for the error
 * @throws StartError where none answers
 */
export async function containerEngine(what: string): Promise<Engine> {
  // Once: who asks while the session is not there yet gets a session of its own (testcontainers 12.2.0, getReaper),
  // and what belongs to another session is not found when everything is taken away.
  connected ??= connect();
  try {
    return await connected;
  } catch (error) {
    connected = undefined;
    const message = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `${what}, but no container engine answers here (${message}): start Docker or Podman, or set DOCKER_HOST`,
    );
  }
}

export type Engine = Awaited<ReturnType<typeof connect>>;

async function connect() {
  const testcontainers = await import('testcontainers');
  const client = await testcontainers.getContainerRuntimeClient();
  const listed = await client.container.dockerode.listImages();
  const images: ReadonlySet<string> = new Set(listed.flatMap(({ RepoTags }) => RepoTags ?? []));
  if (![...images].some((image) => image.startsWith('testcontainers/ryuk:')))
    process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  const { sessionId } = await testcontainers.getReaper(client);
  return { ...testcontainers, client, images, sessionId };
}

/** Takes away every container and network of this process that is still there, however it came to be left. */
export async function sweep({ client, sessionId, LABEL_TESTCONTAINERS_SESSION_ID }: Engine): Promise<void> {
  const { dockerode } = client.container;
  const filters = { label: [`${LABEL_TESTCONTAINERS_SESSION_ID}=${sessionId}`] };
  const containers = await dockerode.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => dockerode.getContainer(Id).remove({ force: true, v: true })));
  const networks = await dockerode.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => dockerode.getNetwork(Id).remove()));
}
