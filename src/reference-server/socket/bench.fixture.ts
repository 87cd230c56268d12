import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectPlainly, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { type ConnectionOptions, connect, type TLSSocket, type TlsOptions } from 'node:tls';
import { createCertificates } from '../../testbed/certificates/certificates.ts';
import { identify } from '../identity/authenticator.ts';
import { clientCertificates } from '../identity/client-certificates.ts';
import { recording } from '../telemetry/recording.fixture.ts';
import { noTracing } from '../telemetry/tracing.ts';
import { socketOptions } from '../tls-options.ts';
import type { ConnectionParts } from './connection.ts';
import type { Frame } from './frames.ts';
import { SOCKET_LIMITS, type SocketLimits } from './limits.ts';
import { messageWatch } from './message-watch.ts';
import { startSocketServer } from './server.ts';

const folder = await mkdtemp(join(tmpdir(), 'kms-socket-'));
after(() => rm(folder, { recursive: true }));
export const certificates = await createCertificates(folder);

/** A request message whose content is a text. */
export const say = (text: string): Buffer => {
  const head = Buffer.from('4200780100000000', 'hex');
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
};

/** What the stand-in for the operations answers: who said what; "broken" is a message that cannot be read. */
export const repeat: ConnectionParts['answer'] = async ({ bytes, problem }: Frame, { user }) => {
  const said = problem?.message ?? bytes.toString('utf8', 8);
  return { bytes: Buffer.from(`${user}: ${said}\n`), mayGoOn: problem === undefined && said !== 'broken' };
};

export interface BenchOptions {
  readonly answer?: ConnectionParts['answer'];
  readonly limits?: Partial<SocketLimits>;
  readonly maxConnections?: number;
  readonly tls?: TlsOptions;
  readonly server?: { readonly certificate: string; readonly key: string };
}

/** A socket server with the stand-in, and clients for it. */
export const socketBench = async (t: TestContext, options: BenchOptions = {}) => {
  const {
    answer = repeat,
    limits = {},
    maxConnections = 100,
    tls = {},
    server = certificates.server,
  } = options;
  const { recorder, told } = recording();
  const facts = new EventEmitter();
  const telling = (part: 'requestStarted' | 'requestEnded') => (): void => {
    recorder[part]();
    facts.emit(part);
  };
  const reached = (part: 'requestStarted' | 'requestEnded') => async (count: number) => {
    while (told(part).length < count) await once(facts, part);
  };
  const lines: string[] = [];
  const note = (event: string): void => void lines.push(event);
  const listening = await startSocketServer({
    hostname: '127.0.0.1',
    port: 0,
    tls: {
      ...socketOptions({
        cert: server.certificate,
        key: server.key,
        ca: certificates.authority.certificate,
      }),
      ...tls,
    },
    authenticate: identify([clientCertificates], 'nobody'),
    answer,
    watch: messageWatch(
      { ...recorder, requestStarted: telling('requestStarted'), requestEnded: telling('requestEnded') },
      noTracing,
    ),
    limits: { ...SOCKET_LIMITS, ...limits },
    maxConnections,
    logger: { debug: note, info: note, warn: note, error: note },
  });
  const { port } = listening;
  const sockets: Socket[] = [];
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    await listening.stop(0);
  });
  const keep = <T extends Socket>(socket: T): T => {
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  const plain = (): Socket => keep(connectPlainly(port, '127.0.0.1'));
  const client = async (name: string, more: ConnectionOptions = {}): Promise<TLSSocket> => {
    const { certificate, key } = await certificates.client(name);
    return keep(
      connect({
        port,
        host: '127.0.0.1',
        ca: certificates.authority.certificate,
        cert: certificate,
        key,
        ...more,
      }),
    );
  };
  return {
    port,
    plain,
    client,
    told,
    lines,
    stop: listening.stop,
    /** So many messages have begun, or ended. */
    started: reached('requestStarted'),
    ended: reached('requestEnded'),
  };
};

/** The end of a connection, with or without an error. */
export const closed = async (socket: Socket): Promise<void> => {
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
};

/** Everything that comes until the other side closes. */
export const allOf = async (socket: Socket): Promise<string> => {
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  await closed(socket);
  return text;
};

/** Reads answers of the stand-in, line by line. */
export const linesOf = (socket: Socket) => {
  const iterator = (async function* () {
    let text = '';
    for await (const chunk of socket) {
      text += chunk;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      yield* lines;
    }
  })();
  return async (): Promise<string | undefined> => (await iterator.next()).value ?? undefined;
};
