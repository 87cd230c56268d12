import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Hsm } from './hsm.ts';
import { HsmThread } from './hsm-thread.ts';
import type { HsmCalls, HsmOptions } from './protocol.ts';

export type { HsmOptions, HsmSlot } from './protocol.ts';

/**
 * Opens the HSM on a thread of its own, so that no call of the library, not even its login, blocks this one.
 * A process can have one HSM open per library.
 * @param warn is told of every slot that cannot be used now, in a sentence that says what to do
 * @throws Error with such a sentence when the library cannot be used
 */
export async function openHsm(options: HsmOptions, warn: (problem: string) => void = () => {}): Promise<Hsm> {
  const thread = new HsmThread(new Worker(THREAD_FILE, { workerData: options }));
  for (const problem of await thread.opened) warn(problem);
  const call =
    <M extends keyof HsmCalls>(method: M) =>
    (...args: Parameters<HsmCalls[M]>) =>
      thread.ask(method, args) as ReturnType<HsmCalls[M]>;
  return {
    model: options.model,
    slots: options.slots.map(({ slot }) => slot),
    createAesKey: call('createAesKey'),
    createRsaKeyPair: call('createRsaKeyPair'),
    find: call('find'),
    get: call('get'),
    destroy: call('destroy'),
    encrypt: call('encrypt'),
    decrypt: call('decrypt'),
    sign: call('sign'),
    wrap: call('wrap'),
    unwrap: call('unwrap'),
    close: () => thread.close(),
  };
}

/** The file beside this one, in the form this file has: TypeScript in the repository, JavaScript in the package. */
const THREAD_FILE = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);
