import { KeptSocket } from '../driver/kept-socket.ts';
import { KmipClient, type Reply } from '../driver/kmip-client.ts';
import { overTls } from '../driver/socket-way.ts';
import { NoAnswerError } from '../driver/transmit.ts';
import { textOf } from '../kmip/fields.ts';
import type { Instance } from '../testbed/instance.ts';
import { ACTIVITIES, keyInHsm, type Material, OWN_KEY, OWN_PAIR, type Request } from './activities.ts';
import { RehearsalError } from './errors.ts';
import type { LoadProfile } from './profiles.ts';
import { LOAD } from './send.ts';
import { usersAt } from './users-at.ts';

/** The number of connections follows the profile in steps of this. */
const STEP_MS = 250;

const CHANCES = ACTIVITIES.flatMap(
  (activity) => Array(activity.weight).fill(activity) as (typeof activity)[],
);

interface SocketLoadOptions {
  readonly signal: AbortSignal | undefined;
  /** The end of a connection ends the load. */
  readonly endsWithTarget: boolean;
}

/**
 * The same mix as messages over kept TLS connections, which k6 cannot speak: every request writes its own entry into
 * the ledger.
 * @param users in the words of the features; connections take turns among them
 * @throws RehearsalError where the keys cannot be made
 */
export async function socketLoad(
  instance: Instance,
  users: readonly string[],
  profile: LoadProfile,
  { signal, endsWithTarget }: SocketLoadOptions,
): Promise<void> {
  const senders = await Promise.all(users.map((user, index) => senderOf(instance, user, index === 0)));
  const startedAtMs = performance.now();
  let isOver = false;
  const wanted = () =>
    isOver || signal?.aborted ? undefined : usersAt(profile, (performance.now() - startedAtMs) / 1000);
  const running = new Map<number, Promise<void>>();
  const work = async (index: number): Promise<void> => {
    const sender = senders[index % senders.length];
    if (sender === undefined) return;
    const foreignKey = senders.find((other) => other !== sender)?.key;
    const connection = await connect(instance, sender.user);
    try {
      while (index < (wanted() ?? 0) && connection.isOpen) await connection.begin({ ...sender, foreignKey });
      if (!connection.isOpen && endsWithTarget) isOver = true;
    } finally {
      connection.close();
    }
  };
  const step = (): void => {
    for (let index = 0; index < (wanted() ?? 0); index += 1)
      if (!running.has(index))
        running.set(
          index,
          work(index).finally(() => running.delete(index)),
        );
  };
  await new Promise<void>((resolve, reject) => {
    const timer = setInterval(() => {
      step();
      const works = [...running.values()];
      Promise.all(works).catch(reject);
      if (wanted() === undefined) {
        clearInterval(timer);
        Promise.all(works).then(() => resolve(), reject);
      }
    }, STEP_MS);
    step();
  });
  signal?.throwIfAborted();
}

/** A user with keys of its own. */
interface Sender {
  readonly user: string;
  readonly key: string;
  readonly signingKey: string;
  readonly hsmKey: string | undefined;
}

async function senderOf(instance: Instance, user: string, ownsHsm: boolean): Promise<Sender> {
  const connection = await connect(instance, user);
  try {
    const key = await connection.made(OWN_KEY, 'UniqueIdentifier');
    const signingKey = await connection.made(OWN_PAIR, 'PrivateKeyUniqueIdentifier');
    const inHsm = ownsHsm ? keyInHsm(instance) : undefined;
    const hsmKey = inHsm && (await connection.made(inHsm, 'UniqueIdentifier'));
    return { user, key, signingKey, hsmKey };
  } finally {
    connection.close();
  }
}

/** One client on one connection. */
class Connection {
  readonly #client: KmipClient;
  readonly #socket: KeptSocket;
  readonly #way: ReturnType<typeof overTls>;

  constructor(client: KmipClient, socket: KeptSocket, way: ReturnType<typeof overTls>) {
    this.#client = client;
    this.#socket = socket;
    this.#way = way;
  }

  get isOpen(): boolean {
    return this.#socket.isOpen;
  }

  /** One activity by chance, to its end. */
  async begin(material: Omit<Material, 'made'>): Promise<void> {
    const activity = CHANCES[Math.floor(Math.random() * CHANCES.length)];
    const count = activity?.requests({ ...material, made: '' })?.length ?? 0;
    let made = '';
    for (let index = 0; index < count; index += 1) {
      const request = activity?.requests({ ...material, made })?.[index];
      if (request === undefined) return;
      const [reply] = await this.#send(request);
      if (count > 1 && index === 0) {
        if (reply?.ok !== true) return;
        made = textOf(reply.payload, 'UniqueIdentifier');
      }
    }
  }

  async made(request: Request, field: string): Promise<string> {
    const [reply] = await this.#send(request);
    if (reply?.ok) return textOf(reply.payload, field);
    throw new RehearsalError(
      `the target makes no key for the load over the socket (${reply?.failure.reason ?? 'no answer'})`,
    );
  }

  close(): void {
    this.#socket.close();
  }

  /** Without an answer the entry says so, and the load goes on. */
  async #send(request: Request): Promise<readonly Reply[]> {
    try {
      return await this.#client.message('operation' in request ? [request] : request, { way: this.#way });
    } catch (error) {
      if (error instanceof NoAnswerError) return [];
      throw error;
    }
  }
}

async function connect(instance: Instance, user: string): Promise<Connection> {
  const socket = await KeptSocket.open(await instance.socketOf(user));
  const way = overTls(instance.ledger, LOAD, (request) => socket.exchange(request));
  const identity = { user: instance.nameOf(user), headers: {} };
  const client = new KmipClient(
    instance.outlet(),
    identity,
    { keyEncryptionKey: instance.keyEncryptionKey },
    LOAD,
  );
  return new Connection(client, socket, way);
}
