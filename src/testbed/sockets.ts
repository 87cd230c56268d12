import { readdir, readFile, readlink } from 'node:fs/promises';
import { platform } from 'node:os';

/** Ports on which a process listens, and ports to which it has connected or tries to. */
export interface Sockets {
  readonly listening: readonly number[];
  readonly outgoing: readonly number[];
}

/** Socket states of /proc/net/tcp (Linux include/net/tcp_states.h). */
const LISTEN = '0A';

/**
 * TCP sockets of a process and its children, from /proc.
 * @throws Error on a system without /proc
 */
export async function socketsOf(pid: number): Promise<Sockets> {
  if (platform() !== 'linux') {
    throw new Error(`the sockets of a process can only be listed on Linux, not on ${platform()}`);
  }
  const inodes = new Set((await Promise.all((await family(pid)).map(socketInodes))).flat());
  const own = (await Promise.all([rows('/proc/net/tcp'), rows('/proc/net/tcp6')]))
    .flat()
    .filter(({ inode }) => inodes.has(inode));
  const listening = unique(own.filter(({ state }) => state === LISTEN).map(({ localPort }) => localPort));
  const outgoing = own
    .filter(({ state, localPort }) => state !== LISTEN && !listening.includes(localPort))
    .map(({ remotePort }) => remotePort);
  return { listening, outgoing: unique(outgoing) };
}

interface Row {
  readonly localPort: number;
  readonly remotePort: number;
  readonly state: string;
  readonly inode: string;
}

/** The columns are: sl, local address, remote address, state, four more, uid, timeout, inode (proc(5)). */
async function rows(file: string): Promise<readonly Row[]> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).trim().split('\n').slice(1);
  return lines.map((line) => {
    const [, local = '', remote = '', state = '', , , , , , inode = ''] = line.trim().split(/\s+/);
    return { localPort: portOf(local), remotePort: portOf(remote), state, inode };
  });
}

const portOf = (address: string): number => Number.parseInt(address.slice(address.indexOf(':') + 1), 16);

async function socketInodes(pid: number): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`;
  const links = await Promise.all(
    (await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => '')),
  );
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** The process and everything it has started. */
async function family(pid: number): Promise<readonly number[]> {
  const tasks = await readdir(`/proc/${pid}/task`);
  const children = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '')),
  );
  const pids = children.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  return [pid, ...(await Promise.all(pids.map(family))).flat()];
}

const unique = (ports: readonly number[]): readonly number[] => [...new Set(ports)];
