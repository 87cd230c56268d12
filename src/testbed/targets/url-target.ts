import { StartError } from '../ready.ts';
import type { Running } from '../running.ts';
import type { Target } from '../target.ts';
import { TargetError } from './grammar.ts';
import type { TargetFile } from './target-file.ts';
import { traitsOf } from './traits.ts';

/** Where the receiver waits for the pushes of a KMS that somebody else runs. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Who runs elsewhere is neither started nor configured by the suite, whatever its target file claims. */
const OF_STARTED_TARGETS = ['start', 'restart', 'process', 'cache-settings'] as const;

/** A KMS that runs already and has been told where to push. There is one instance, and it is left as it is. */
export const urlTarget = (file: TargetFile, url: URL, listen: ListenAddress): Target => {
  const traits = traitsOf(file);
  const capabilities = new Set(traits.claims.capabilities);
  for (const capability of OF_STARTED_TARGETS) capabilities.delete(capability);
  let isTaken = false;
  return {
    ...traits,
    claims: { ...traits.claims, capabilities },
    testIntervalMs: undefined,
    receiver: { ...listen, seenAs: listen.host },
    configured: configuredIn(file),
    async start() {
      if (isTaken) throw new StartError(`${file.name} runs elsewhere: there is only one instance of it`);
      isTaken = true;
      return { process: new Elsewhere(), baseUrl: url.origin, socket: socketOf(file) };
    },
  };
};

/** @throws TargetError where an HSM is claimed and nothing says where its keys are */
function configuredIn({ name, hsm, connection, capabilities }: TargetFile): Target['configured'] {
  if (capabilities.hsm && hsm.slot === undefined)
    throw new TargetError(`${name} claims an HSM and runs already: say in [hsm] slot where its keys are`);
  const { key_encryption_key: keyEncryptionKey } = connection;
  return {
    ...(hsm.slot === undefined ? {} : { hsm: { slot: hsm.slot, pin: '', env: { SOFTHSM2_CONF: '' } } }),
    ...(keyEncryptionKey === undefined ? {} : { keyEncryptionKey }),
  };
}

function socketOf({ connection }: TargetFile): { readonly host: string; readonly port: number } | undefined {
  const [host = '', port] = connection.socket?.split(':') ?? [];
  return port === undefined ? undefined : { host, port: Number(port) };
}

/** Somebody else's process: the suite neither starts nor ends it, and lets go of it at the end. */
class Elsewhere implements Running {
  readonly pid = undefined;
  readonly spawnedAtUnixMs = undefined;
  readonly stoppedAtUnixMs = undefined;
  readonly log = '';
  readonly logTail = '(its log is kept where it runs)';
  readonly ended = new Promise<string>(() => {});
  #isRunning = true;

  get isRunning(): boolean {
    return this.#isRunning;
  }
  async stop(): Promise<string> {
    throw new Error('a KMS that runs elsewhere is not stopped');
  }
  async kill(): Promise<string> {
    this.#isRunning = false;
    return 'was left as it is';
  }
}
