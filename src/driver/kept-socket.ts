import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { frameLength, newSocket, type SocketAccess } from './socket-way.ts';
import { NoAnswerError } from './transmit.ts';

/** A TLS connection that is kept: one message after another, each when the one before it was answered. */
export class KeptSocket {
  readonly #socket: TLSSocket;
  #read: Buffer = Buffer.alloc(0);
  #waiting: PromiseWithResolvers<Uint8Array> | undefined;

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error.message));
    socket.on('close', () => this.#fail('the target closed the connection'));
  }

  /** @throws Error where the target takes no connection */
  static async open(access: SocketAccess): Promise<KeptSocket> {
    const socket = newSocket(access);
    await once(socket, 'secureConnect');
    return new KeptSocket(socket);
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** @throws NoAnswerError */
  async exchange(request: Uint8Array): Promise<Uint8Array> {
    if (!this.isOpen) throw new NoAnswerError('no answer on the KMIP socket: it is closed');
    const waiting = Promise.withResolvers<Uint8Array>();
    this.#waiting = waiting;
    this.#socket.write(request);
    return waiting.promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#read = this.#read.length === 0 ? chunk : Buffer.concat([this.#read, chunk]);
    try {
      const length = frameLength(this.#read);
      if (length === undefined || this.#read.length < length) return;
      const answer = this.#read.subarray(0, length);
      this.#read = this.#read.subarray(length);
      this.#waiting?.resolve(answer);
      this.#waiting = undefined;
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
      this.#socket.destroy();
    }
  }

  #fail(why: string): void {
    this.#waiting?.reject(new NoAnswerError(`no answer on the KMIP socket: ${why}`));
    this.#waiting = undefined;
  }
}
