import type { Worker } from 'node:worker_threads';
import { KmipError } from '../../kmip/errors.ts';
import type { FromThread, HsmCalls, ToThread } from './protocol.ts';

/** The caller's end of the conversation with thread.ts: every question gets an answer, even when the thread dies. */
export class HsmThread {
  readonly #worker: Worker;
  readonly #opened = Promise.withResolvers<readonly string[]>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #nextId = 0;
  #over: KmipError | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: FromThread) => this.#receive(message));
    worker.on('error', (error) => this.#end(`The HSM thread failed (${String(error)})`));
    worker.on('exit', () => this.#end('The HSM thread ended'));
  }

  /** One sentence for each slot that cannot be used now. */
  get opened(): Promise<readonly string[]> {
    return this.#opened.promise;
  }

  ask(method: keyof HsmCalls, args: readonly unknown[]): Promise<unknown> {
    if (this.#over) return Promise.reject(this.#over);
    const id = this.#nextId++;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    this.#post({ id, method, args });
    return answer.promise;
  }

  /** Calls underway are answered first. */
  close(): Promise<void> {
    if (!this.#over) {
      this.#over = new KmipError('GeneralFailure', 'The HSM is closed.');
      this.#post('close');
    }
    return this.#ended.promise;
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromThread): void {
    switch (message.type) {
      case 'opened':
        this.#opened.resolve(message.problems);
        break;
      case 'not opened':
        this.#opened.reject(new Error(message.problem));
        break;
      case 'value':
        this.#take(message.id)?.resolve(message.value);
        break;
      case 'error':
        this.#take(message.id)?.reject(failureOf(message));
    }
  }

  #take(id: number): PromiseWithResolvers<unknown> | undefined {
    const answer = this.#waiting.get(id);
    this.#waiting.delete(id);
    return answer;
  }

  #end(why: string): void {
    this.#over ??= new KmipError('GeneralFailure', `${why}: restart the server.`);
    this.#opened.reject(this.#over);
    for (const answer of this.#waiting.values()) answer.reject(this.#over);
    this.#waiting.clear();
    this.#ended.resolve();
  }
}

const failureOf = ({ reason, message }: { readonly reason?: string; readonly message: string }): Error =>
  reason ? new KmipError(reason, message) : new Error(message);
