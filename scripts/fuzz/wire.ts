import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import type { CertificateFiles } from '../../src/testbed/certificates/certificates.ts';
import { type Reference, startReference } from '../reference.ts';
import { importing } from './importing.ts';
import { HEAP_LIMIT_MEBIBYTES, type Memory } from './memory.ts';
import { KEEPER, STRANGER, seeds } from './seeds.ts';
import type { Answer, Target, Way } from './target.ts';
import { Wrong } from './wrong.ts';

const BINARY = 'application/octet-stream';
const HOST = '127.0.0.1';
const HEADER_BYTES = 8;

/** A server in a process of its own, with a heap of limited size, over HTTPS and the socket. */
export interface Wire extends Target {
  memory(): Memory | undefined;
}

export async function startWire(): Promise<Wire> {
  const defects: string[] = [];
  let line = await newLine(defects);
  return {
    send: async (way, input) => {
      // Whatever brought the last one down must not fail the inputs after it.
      if (!line.reference.isRunning()) {
        await line.stop();
        line = await newLine(defects);
      }
      return line.send(way, input).catch((error: Error) => lost(line.reference, error));
    },
    ask: (message) => line.ask(message).catch((error: Error) => lost(line.reference, error)),
    defects: () => defects.splice(0),
    reset: () => undefined,
    memory: () => memoryOf(line.reference.pid),
    stop: () => line.stop(),
  };
}

const lost = (reference: Reference, error: Error): never => {
  if (error instanceof Wrong) throw error;
  const fate = reference.isRunning() ? 'runs on' : 'has ended';
  throw new Wrong(`the connection broke (${error.message}); the server ${fate}`);
};

/** Linux counts the peak; elsewhere nobody is asked. */
const memoryOf = (pid: number): Memory | undefined => {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return peak === null ? undefined : { peak: Number(peak[1]) * 1024, held: undefined };
  } catch {
    return undefined;
  }
};

async function newLine(defects: string[]) {
  const reference = await startReference({
    env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_LIMIT_MEBIBYTES}` },
    log: (said) => {
      if (said.level === 'error') defects.push(JSON.stringify(said));
    },
  });
  const ca = readFileSync(reference.authorityFile);
  const [stranger, keeper] = await Promise.all([STRANGER, KEEPER].map((name) => reference.client(name)));
  const agents = new Map(
    [stranger, keeper].map((client) => [client, new Agent({ keepAlive: true, ca, ...identity(client) })]),
  );
  const post = (client: CertificateFiles | undefined, path: string, contentType: string, input: Uint8Array) =>
    posted({ agent: agents.get(client), port: reference.port, path, contentType }, input);
  let session: Buffer | undefined;
  const converse = (input: Uint8Array) => {
    const socket = connect({ host: HOST, port: reference.socketPort, ca, ...identity(stranger), session });
    socket.on('session', (ticket) => {
      session = ticket;
    });
    return conversed(socket, input);
  };
  const send: Readonly<Record<Way, (input: Uint8Array) => Promise<readonly Answer[]>>> = {
    binary: async (input) => [await post(stranger, '/kmip', BINARY, input)],
    json: async (input) => [await post(stranger, '/kmip', 'application/json', input)],
    bare: async (input) => [await post(stranger, '/kmip/2_1', 'application/json', input)],
    frames: converse,
  };
  for (const [owner, payload] of seeds()) {
    await post(owner === KEEPER ? keeper : stranger, '/kmip', BINARY, importing(payload));
  }
  return {
    reference,
    send: (way: Way, input: Uint8Array) => send[way](input),
    ask: (message: Uint8Array) => post(keeper, '/kmip', BINARY, message),
    stop: async () => {
      for (const agent of agents.values()) agent.destroy();
      await reference.stop();
    },
  };
}

const identity = (client: CertificateFiles | undefined) => ({ cert: client?.certificate, key: client?.key });

interface Place {
  readonly agent: Agent | undefined;
  readonly port: number;
  readonly path: string;
  readonly contentType: string;
}

const posted = ({ agent, port, path, contentType }: Place, input: Uint8Array): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': contentType, 'content-length': input.length };
    const asked = request({ agent, host: HOST, port, path, method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          body: Buffer.concat(chunks),
        }),
      );
    });
    asked.once('error', reject);
    asked.end(input);
  });

/** Says everything, then listens until the server closes. */
const conversed = (socket: TLSSocket, input: Uint8Array): Promise<readonly Answer[]> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('close', () => resolve(cut(Buffer.concat(chunks))));
    socket.end(input);
  });

const cut = (bytes: Buffer): readonly Answer[] => {
  if (bytes.length === 0) return [];
  if (bytes.length < HEADER_BYTES) throw new Wrong('the answer breaks off in its head');
  const end = HEADER_BYTES + bytes.readUInt32BE(4);
  return [{ status: 200, contentType: BINARY, body: bytes.subarray(0, end) }, ...cut(bytes.subarray(end))];
};
