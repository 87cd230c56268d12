import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * A lost connection may be opened again without a push; who comes once more has given up on what it had to send
 * meanwhile (gRPC connection backoff: at least about a second lies between two attempts).
 */
const ATTEMPTS_OF_A_PUSH = 2;

/**
 * Nobody at home: the address of a collector that is away. Whoever connects is turned away at once, and counted, so
 * that it is known whether a push was in vain meanwhile.
 */
export class Absence {
  readonly #server: Server;
  readonly #listeners = new Set<() => void>();
  #attempts = 0;

  private constructor() {
    this.#server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.resetAndDestroy();
      this.#attempts += 1;
      for (const listener of [...this.#listeners]) listener();
    });
  }

  static async at(host: string, port: number): Promise<Absence> {
    const absence = new Absence();
    absence.#server.listen(port, host);
    await once(absence.#server, 'listening');
    return absence;
  }

  /** A push has certainly failed. */
  get wasPushInVain(): boolean {
    return this.#attempts >= ATTEMPTS_OF_A_PUSH;
  }

  /** Calls the listener whenever somebody was turned away; gives the way to stop that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async end(): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }
}
