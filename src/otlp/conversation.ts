import { type CertificateVariant, OK, type Step } from './script/step.ts';

/** Calls and connections that are kept; the script goes on. */
export const MAX_TURNS = 10_000;

/**
 * A call that has ended here may still have its answer on the way, and gRPC clients were seen to wait for it for good
 * when the connection was reset then.
 */
const ANSWER_FLUSH_MS = 50;

/** One export call, with what the script made of it. */
export interface Call {
  /** From 1 on, in order of arrival. */
  readonly number: number;
  readonly step: Step;
  readonly arrivedAtUnixMs: number;
  /** When it was answered, reset or given up; undefined while it is open. */
  endedAtUnixMs: number | undefined;
  /** Latest point time in the message; undefined where there is none or it cannot be read. */
  readonly collectionUnixNano: bigint | undefined;
  /** Of the message, after decompression. */
  readonly bytes: number;
  /** Calls that were open when it arrived. */
  readonly openBefore: number;
  /** Number of its connection, from 1 on. */
  readonly connection: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** While a script was followed. Unix milliseconds. */
export interface Outage {
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
}

/** One TLS connection, as far as it got. */
export interface Handshake {
  readonly number: number;
  /** undefined = the good certificate, and no client certificate demanded. */
  readonly variant: CertificateVariant | undefined;
  /** Server name that the client asked for (SNI). */
  serverName: string | undefined;
  outcome: 'under way' | 'done' | 'failed';
  /** Why it failed, in the words of the TLS library. */
  reason: string | undefined;
  /** Common name in the certificate that the client showed. */
  client: string | undefined;
}

export type NewCall = Omit<Call, 'number' | 'openBefore' | 'endedAtUnixMs'>;

/**
 * The script that a collector follows, and what came meanwhile. It outlives a receiver: a collector that goes away and
 * returns goes on where it was. Nothing is noted before the first script.
 */
export class Conversation {
  readonly calls: Call[] = [];
  readonly handshakes: Handshake[] = [];
  readonly #steps: Step[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #cuts = new Set<() => void>();
  readonly #now: () => number;
  readonly #outages: Outage[] = [];
  #cutting: NodeJS.Timeout | undefined;
  #isNoting = false;
  #outageFrom: number | undefined;
  #open = 0;
  #calls = 0;
  #connections = 0;

  /** @param now Unix milliseconds */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** From here on the calls are noted; these steps follow those that are left. */
  play(steps: readonly Step[]): void {
    this.#isNoting = true;
    this.#outageFrom ??= this.#now();
    this.#steps.push(...steps);
    this.#cutForCertificate();
  }

  /** From each script on, until a call was taken at once after its last step; the last one may be open still. */
  get outages(): readonly Outage[] {
    return this.#outageFrom === undefined
      ? this.#outages
      : [...this.#outages, { fromUnixMs: this.#outageFrom, toUnixMs: this.#now() }];
  }

  /** A script was played, and calls are noted. */
  get isNoting(): boolean {
    return this.#isNoting;
  }

  /** Steps that nobody has met yet. */
  get left(): number {
    return this.#steps.length;
  }

  /** Forgets the steps that are left. */
  end(): void {
    this.#steps.length = 0;
  }

  nextConnection(): number {
    this.#connections += 1;
    return this.#connections;
  }

  /** What the connection that has just come is shown. */
  nextCertificate(): CertificateVariant | undefined {
    const [step] = this.#steps;
    if (step?.kind !== 'certificate') return undefined;
    this.#steps.shift();
    return step.variant;
  }

  /** What becomes of the call that has just come. A certificate waits for its connection. */
  nextStep(): Step {
    const [step] = this.#steps;
    if (step === undefined || step.kind === 'certificate') return OK;
    this.#steps.shift();
    return step;
  }

  /** @returns the way to say that the call has ended; the number stands in what it is answered with */
  begin(call: NewCall): { readonly number: number; readonly end: (atUnixMs: number) => void } {
    this.#calls += 1;
    const noted: Call = {
      ...call,
      number: this.#calls,
      openBefore: this.#open,
      endedAtUnixMs: undefined,
    };
    this.#open += 1;
    if (call.step.kind === 'ok' && this.#steps.length === 0) this.#isTakenAgain(call.arrivedAtUnixMs);
    if (this.#isNoting && this.calls.length < MAX_TURNS) this.calls.push(noted);
    this.#tell();
    return {
      number: noted.number,
      end: (atUnixMs) => {
        if (noted.endedAtUnixMs !== undefined) return;
        noted.endedAtUnixMs = atUnixMs;
        this.#open -= 1;
        this.#tell();
        this.#cutForCertificate();
      },
    };
  }

  /** A handshake that has begun; its outcome is told by `changed`. */
  shake(handshake: Handshake): void {
    if (this.handshakes.length < MAX_TURNS) this.handshakes.push(handshake);
    this.#tell();
  }

  changed(): void {
    this.#tell();
  }

  /** Calls the listener after everything that is noted; gives the way to stop that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Is asked to cut the open connections when the next one must be a new one; gives the way to stop that. */
  onCut(cut: () => void): () => void {
    this.#cuts.add(cut);
    return () => this.#cuts.delete(cut);
  }

  #isTakenAgain(toUnixMs: number): void {
    if (this.#outageFrom !== undefined && this.#outages.length < MAX_TURNS)
      this.#outages.push({ fromUnixMs: this.#outageFrom, toUnixMs });
    this.#outageFrom = undefined;
  }

  #cutForCertificate(): void {
    clearTimeout(this.#cutting);
    if (!this.#mayCut) return;
    this.#cutting = setTimeout(() => {
      if (this.#mayCut) for (const cut of [...this.#cuts]) cut();
    }, ANSWER_FLUSH_MS);
    this.#cutting.unref();
  }

  get #mayCut(): boolean {
    return this.#steps[0]?.kind === 'certificate' && this.#open === 0;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
