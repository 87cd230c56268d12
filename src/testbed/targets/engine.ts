import { StartError } from '../ready.ts';

/** Name by which a container reaches the machine that it runs on. */
export const HOST = 'host.docker.internal';

/**
 * Testcontainers, told to do without its reaper where the reaper's image is not at hand: the suite stops what it
 * starts, and no image is fetched from a registry without being asked for.
 * @param what is needed a container engine for, for the error
 * @throws StartError where none answers
 */
export async function containerEngine(what: string) {
  const testcontainers = await import('testcontainers');
  try {
    const client = await testcontainers.getContainerRuntimeClient();
    const images = new Set(
      (await client.container.dockerode.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []),
    );
    if (![...images].some((image) => image.startsWith('testcontainers/ryuk:')))
      process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
    return { ...testcontainers, client, images };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `${what}, but no container engine answers here (${message}): start Docker or Podman, or set DOCKER_HOST`,
    );
  }
}

export type Engine = Awaited<ReturnType<typeof containerEngine>>;

/** Takes away every container and network of this process that is still there, however it came to be left. */
export async function sweep({ client, getReaper, LABEL_TESTCONTAINERS_SESSION_ID }: Engine): Promise<void> {
  const { sessionId } = await getReaper(client);
  const { dockerode } = client.container;
  const filters = { label: [`${LABEL_TESTCONTAINERS_SESSION_ID}=${sessionId}`] };
  const containers = await dockerode.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => dockerode.getContainer(Id).remove({ force: true, v: true })));
  const networks = await dockerode.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => dockerode.getNetwork(Id).remove()));
}
