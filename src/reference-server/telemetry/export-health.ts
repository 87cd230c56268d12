import type { Logger } from '../log/logger.ts';
import type { Clock } from './clock.ts';

const REPEAT_AFTER_MS = 60_000;

/** Reasons that are told of one outage; a collector that always says something new does not fill the log. */
const MOST_REASONS = 10;

/**
 * Tells the log how the exports of one signal fare: the first failure, each new reason, the recovery, and in between
 * once a minute.
 */
export class ExportHealth {
  readonly #signal: string;
  readonly #endpoint: string;
  readonly #logger: Logger;
  readonly #clock: Clock;
  #failures = 0;
  #toldAtMs = Number.NEGATIVE_INFINITY;
  readonly #toldReasons = new Set<string>();

  constructor(signal: string, endpoint: string, logger: Logger, clock: Clock) {
    this.#signal = signal;
    this.#endpoint = endpoint;
    this.#logger = logger;
    this.#clock = clock;
  }

  succeeded(): void {
    this.#logger.debug('telemetry pushed', { signal: this.#signal, endpoint: this.#endpoint });
    if (this.#failures > 0) {
      const { signal, endpoint, failures } = {
        signal: this.#signal,
        endpoint: this.#endpoint,
        failures: this.#failures,
      };
      this.#logger.info('telemetry push works again', { signal, endpoint, failures });
    }
    this.#failures = 0;
    this.#toldAtMs = Number.NEGATIVE_INFINITY;
    this.#toldReasons.clear();
  }

  failed(reason: string): void {
    this.#failures += 1;
    const fields = { signal: this.#signal, endpoint: this.#endpoint, failures: this.#failures, reason };
    this.#logger.debug('telemetry push failed', fields);
    if (!this.#isNews(reason) && this.#clock.monotonicMs() - this.#toldAtMs < REPEAT_AFTER_MS) return;
    this.#toldAtMs = this.#clock.monotonicMs();
    this.#logger.warn(
      'telemetry push failed; the server goes on and counts, the next push carries everything',
      fields,
    );
  }

  /** Times and ports in a reason do not make it another. */
  #isNews(reason: string): boolean {
    const kind = reason.replaceAll(/\d+/g, '0');
    if (this.#toldReasons.has(kind) || this.#toldReasons.size >= MOST_REASONS) return false;
    this.#toldReasons.add(kind);
    return true;
  }
}
