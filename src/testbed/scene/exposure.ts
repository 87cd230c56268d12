import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Outlet } from '../../driver/outlet.ts';
import { probeForMetrics } from '../../driver/scrape.ts';
import { Ledger } from '../../ledger/ledger.ts';
import { type Sockets, socketsOf } from '../sockets.ts';
import { NotTestableError } from './expect.ts';
import type { Scene } from './scene.ts';

const instrumentsOf = ({ run }: Scene): readonly string[] => run.contract.instruments.map(({ name }) => name);

/** The sockets of a process, where the system tells them. @throws NotTestableError */
export async function socketsIn({ pid }: { readonly pid: number | undefined }): Promise<Sockets> {
  if (pid === undefined)
    throw new NotTestableError('the sockets of a KMS that is no process here cannot be listed');
  return socketsOf(pid).catch((error: Error) => {
    throw new NotTestableError(error.message);
  });
}

/** The listening sockets of the process are known from the system, not guessed. */
export async function expectOneListener({ instance }: Scene): Promise<void> {
  const documented = Number(new URL(instance.baseUrl).port);
  const { listening } = await socketsIn(instance);
  if (!listening.includes(documented))
    throw new Error(`the process does not listen on its own port ${documented}`);
  const others = listening.filter((port) => port !== documented);
  if (others.length > 0) throw new Error(`the process listens on ${others.join(', ')} besides ${documented}`);
}

/** Probes every listener of the process, or the only one that is known; the answers of the KMIP port are requests like all others. */
export async function expectNothingExposed(scene: Scene): Promise<void> {
  const { instance } = scene;
  const own = Number(new URL(instance.baseUrl).port);
  const listening = instance.pid === undefined ? [own] : (await socketsIn(instance)).listening;
  const agent = new Agent({ keepAlive: true });
  const exposed = await Promise.all(
    listening.map(async (port) => {
      const outlet =
        port === own
          ? instance.outlet()
          : new Outlet({ baseUrl: `http://127.0.0.1:${port}`, agent }, new Ledger());
      const found = await probeForMetrics(
        outlet,
        scene.scenario,
        await scene.instance.identityOf('alice'),
        instrumentsOf(scene),
      );
      return found.map((how) => `port ${port}: ${how}`);
    }),
  );
  agent.destroy();
  const all = exposed.flat();
  if (all.length > 0)
    throw new Error(`metrics are exposed: ${all.slice(0, 3).join('; ')} (${all.length} probes in all)`);
}

/** Positive control of the probe: it finds what a scrape endpoint shows. */
export async function expectStandInFound(scene: Scene): Promise<void> {
  const server = createServer((request, response) => {
    const isMetrics = request.url === '/metrics' && request.method === 'GET';
    response.writeHead(isMetrics ? 200 : 404, { 'content-type': 'text/plain' });
    response.end(isMetrics ? '# TYPE kms_errors_total counter\nkms_errors_total 1\n' : 'not found');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true });
  try {
    const { port } = server.address() as AddressInfo;
    const outlet = new Outlet({ baseUrl: `http://127.0.0.1:${port}`, agent }, new Ledger());
    const found = await probeForMetrics(
      outlet,
      scene.scenario,
      await scene.instance.identityOf('alice'),
      instrumentsOf(scene),
    );
    if (found.length === 0)
      throw new Error('the probe did not find the metrics of a stand-in that exposes some');
  } finally {
    agent.destroy();
    server.close();
    server.closeAllConnections();
  }
}
