/** The thread that owns the PKCS#11 library; started by open.ts, which holds the other end of the messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { KmipError } from '../../kmip/errors.ts';
import type { Hsm } from './hsm.ts';
import type { OpenModule } from './module.ts';
import type { Call, FromThread, HsmCalls, HsmOptions, ToThread } from './protocol.ts';

const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread only.');
const post = (message: FromThread): void => port.postMessage(message);

/** pkcs11js is an optional dependency that needs a compiler: here, and nowhere before, its absence is found out. */
async function open(options: HsmOptions): Promise<OpenModule> {
  await import('pkcs11js').catch((cause: unknown) => {
    throw new Error(
      'The optional dependency pkcs11js, which every HSM needs, is not built: run npm rebuild pkcs11js (it needs a C++ compiler) or configure no HSM.',
      { cause },
    );
  });
  const { openModule } = await import('./module.ts');
  return openModule(options);
}

async function answer(hsm: Hsm, { id, method, args }: Call): Promise<void> {
  try {
    const operation = hsm[method] as (...args: readonly unknown[]) => ReturnType<HsmCalls[typeof method]>;
    post({ type: 'value', id, value: await operation(...args) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    post({ type: 'error', id, message, ...(error instanceof KmipError && { reason: error.reason }) });
  }
}

try {
  const { hsm, problems } = await open(workerData);
  const underway = new Set<Promise<void>>();
  port.on('message', async (message: ToThread) => {
    if (message !== 'close') {
      const answered = answer(hsm, message).finally(() => underway.delete(answered));
      underway.add(answered);
      return;
    }
    // Ending the library under a call on another thread would end the process.
    await Promise.all(underway);
    await hsm.close();
    port.close();
  });
  post({ type: 'opened', problems });
} catch (error) {
  post({ type: 'not opened', problem: error instanceof Error ? error.message : String(error) });
}
