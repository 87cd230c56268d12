import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { locate } from '../src/driver/calls.ts';
import { compared, type Figure, inTurns } from './figure.ts';
import { asking, type HttpServing, startHttpKms } from './http-kms.ts';
import { post } from './http-load.ts';
import { residentMiB } from './resident.ts';
import { type Load, percentiles, typical } from './socket-load.ts';

const USERS = 10_000;
const CONNECTIONS = 1_000;
/** Each user asks once before the rounds that count. */
const WARM_UPS = 1;
const ROUNDS = 3;
const AT_LEAST = { least: 0.8 };

/** Locate over HTTP on many connections, from many users in turn, beside the same from one. */
export async function manyUsers(folder: string, endpoint: string): Promise<readonly Figure[]> {
  await using cleanUp = new AsyncDisposableStack();
  const tokens = Array.from({ length: USERS }, () => randomUUID());
  const tokensFile = join(folder, 'tokens.toml');
  await writeFile(tokensFile, tokens.map((token, index) => `"${token}" = "user-${index}"\n`).join(''));
  const start = async (name: string) =>
    cleanUp.use(await startHttpKms(join(folder, name), endpoint, ['--bearer-tokens-file', tokensFile]));
  const [crowded, lonely] = [await start('many-users'), await start('one-user')];
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  cleanUp.defer(() => agent.destroy());

  const subjects = [
    () => askAll(crowded, agent, tokens),
    () =>
      askAll(
        lonely,
        agent,
        tokens.map(() => tokens[0] ?? ''),
      ),
  ];
  await inTurns(WARM_UPS, subjects);
  const [many = [], one = []] = await inTurns(ROUNDS, subjects);
  const rates = (loads: readonly Load[]) => loads.map(({ perSecond }) => perSecond);
  const [used, usedByOne] = [residentMiB(crowded.pid), residentMiB(lonely.pid)];
  const users = `${USERS.toLocaleString('en')} users`;
  return [
    {
      ...{
        name: `Locate over HTTP, ${users} on ${CONNECTIONS.toLocaleString('en')} connections`,
        unit: 'operations/s',
      },
      ...compared(rates(many), rates(one)),
      ...{ peer: 'one user', aim: AT_LEAST, latency: typical(many), peerLatency: typical(one) },
    },
    {
      ...{ name: `memory, ${users} have asked`, unit: 'MiB', peer: 'one user' },
      ...{ value: used, peerValue: usedByOne, ratio: used / usedByOne },
    },
  ];
}

/** One request with each token, on as many connections as the agent has. */
async function askAll(server: HttpServing, agent: Agent, tokens: readonly string[]): Promise<Load> {
  const request = asking(server, locate('a name that nothing has'));
  const latenciesMs: number[] = [];
  const queue = tokens.values();
  const startedAtMs = performance.now();
  const client = async () => {
    for (const token of queue) {
      const sentAtMs = performance.now();
      await post({ ...request, headers: { authorization: `Bearer ${token}` } }, agent);
      latenciesMs.push(performance.now() - sentAtMs);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { perSecond: latenciesMs.length / seconds, ...percentiles(latenciesMs) };
}
