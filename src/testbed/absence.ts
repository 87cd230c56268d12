import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Nobody at home: the address of a collector that is away. Whoever connects is turned away at once, and counted, so that
 * it is known whether a push was tried meanwhile.
 */
export class Absence {
  readonly #server: Server;
  #attempts = 0;
  #onAttempt = Promise.withResolvers<void>();

  private constructor() {
    this.#server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.resetAndDestroy();
      this.#attempts += 1;
      this.#onAttempt.resolve();
    });
  }

  static async at(host: string, port: number): Promise<Absence> {
    const absence = new Absence();
    absence.#server.listen(port, host);
    await once(absence.#server, 'listening');
    return absence;
  }

  get attempts(): number {
    return this.#attempts;
  }

  /** Resolves when somebody has tried to connect. */
  get attempted(): Promise<void> {
    return this.#onAttempt.promise;
  }

  async end(): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }
}
