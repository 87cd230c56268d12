import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificates, createCertificates } from '../../src/testbed/certificates/certificates.ts';
import { type Collector, type CollectorWish, type Place, startCollector } from './collector.ts';
import { type Pushed, pushedBy } from './pushed.ts';

/** What checks share, and what they start: all of it ends with the run. */
export class Surroundings implements Place {
  readonly program: string;
  /** Of this run alone; holds private keys. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly certificates: Certificates;
  readonly #cleanUp = new AsyncDisposableStack();
  #pushed: Promise<Pushed> | undefined;

  private constructor(program: string, folder: string, signal: AbortSignal, certificates: Certificates) {
    this.program = program;
    this.folder = folder;
    this.signal = signal;
    this.certificates = certificates;
    this.atTheEnd(() => rm(folder, { recursive: true, force: true }));
  }

  /** @param program path of the Collector */
  static async make(program: string, signal: AbortSignal): Promise<Surroundings> {
    const folder = await mkdtemp(join(tmpdir(), 'kms-collector-'));
    return new Surroundings(program, folder, signal, await createCertificates(join(folder, 'certificates')));
  }

  /** What is started last ends first. */
  atTheEnd(work: () => Promise<unknown>): void {
    this.#cleanUp.defer(async () => void (await work()));
  }

  /** @throws Error with what it says, where it does not start */
  async collector(wish: CollectorWish): Promise<Collector> {
    const collector = await startCollector(this, wish);
    this.atTheEnd(() => collector.stop());
    return collector;
  }

  /** What a KMS has pushed that has done something for each of its instruments: recorded at the first call. */
  pushed(): Promise<Pushed> {
    this.#pushed ??= pushedBy(this.folder);
    return this.#pushed;
  }

  end(): Promise<void> {
    return this.#cleanUp.disposeAsync();
  }
}
