import { DiagLogLevel, diag } from '@opentelemetry/api';
import type { Fields, Logger } from '../log/logger.ts';

const REPEAT_AFTER_MS = 60_000;

/** Warnings of the OpenTelemetry SDK itself (partial success, failed observations) go to the log, each once a minute. */
export const logSdkWarnings = (logger: Logger, nowMs: () => number): void => {
  const toldAtMs = new Map<string, number>();
  const warn = (message: string, ...details: readonly unknown[]): void => {
    const now = nowMs();
    if (now - (toldAtMs.get(message) ?? Number.NEGATIVE_INFINITY) < REPEAT_AFTER_MS) return;
    toldAtMs.set(message, now);
    const fields: Fields = { message, details: details.map(String).join(' ') };
    logger.warn('OpenTelemetry SDK', fields);
  };
  const silent = (): void => undefined;
  diag.setLogger(
    { error: warn, warn, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
};
