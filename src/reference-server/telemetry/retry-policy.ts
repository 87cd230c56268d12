/** Why a push failed, as far as it decides what to do next. */
export interface PushFailure {
  /** Status code of gRPC; undefined where it is no answer of gRPC's. */
  readonly code: number | undefined;
  /** RetryInfo of the collector, milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** Milliseconds until the same export is sent again; undefined = never. `attempts` were made. */
export type RetryPolicy = (failure: PushFailure, attempts: number) => number | undefined;

const RESOURCE_EXHAUSTED = 8;

/** CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS: https://opentelemetry.io/docs/specs/otlp/#failures */
const RETRYABLE: ReadonlySet<number> = new Set([1, 4, 10, 11, 14, 15]);

/** After so many attempts the next collection takes the place of this one: it holds all that this one held. */
const MOST_ATTEMPTS = 6;

/** A collector that asks for a longer pause is tried again at the next collection. */
const LONGEST_PAUSE_MS = 300_000;

const FIRST_PAUSE_MS = 1_000;
const GROWTH = 2;
/** Of the first pause. */
const LONGEST_GROWTH = 5;
/** A pause is so much longer or shorter by chance, so that many servers do not come back at the same moment. */
const JITTER = 0.2;

/** Where pushes are less than two seconds apart, the first pause is half an interval. */
const SHARE_OF_INTERVAL = 0.5;

/**
 * Exponential back-off with jitter, as the OTLP exporter specification demands.
 * @param random from 0 to below 1
 */
export const retryPolicy = (intervalMs: number, random: () => number): RetryPolicy => {
  const firstMs = Math.min(FIRST_PAUSE_MS, intervalMs * SHARE_OF_INTERVAL);
  return ({ code, retryAfterMs }, attempts) => {
    const mayRetry =
      code !== undefined &&
      (RETRYABLE.has(code) || (code === RESOURCE_EXHAUSTED && retryAfterMs !== undefined));
    if (!mayRetry || attempts >= MOST_ATTEMPTS) return undefined;
    const growth = Math.min(GROWTH ** (attempts - 1), LONGEST_GROWTH);
    const pauseMs = firstMs * growth * (1 - JITTER + 2 * JITTER * random());
    if (retryAfterMs === undefined) return pauseMs;
    return retryAfterMs > LONGEST_PAUSE_MS ? undefined : Math.max(retryAfterMs, pauseMs);
  };
};
