import { join } from 'node:path';
import { Child } from '../src/testbed/child.ts';
import { ready } from './ready.ts';

const PROGRAM = join(import.meta.dirname, 'receiver-process.ts');
const STOP_GRACE_MS = 5_000;

export interface Receiving extends AsyncDisposable {
  readonly endpoint: string;
}

/** A receiver in a process of its own: in that of the clients its work would count as the server's. */
export async function startReceiverProcess(): Promise<Receiving> {
  const child = new Child({ program: process.execPath, args: [PROGRAM], env: {} });
  const stop = async () => void (await child.stop(STOP_GRACE_MS));
  try {
    await ready(child, async () => {
      if (!/^\d+\n/.test(child.log)) throw new Error('it has not said yet where it listens');
    });
    return { endpoint: `http://127.0.0.1:${child.log.trim()}`, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
