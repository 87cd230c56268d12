import { DiagLogLevel, diag } from '@opentelemetry/api';
import type { Fields, Logger } from '../log/logger.ts';

const REPEAT_AFTER_MS = 60_000;

/** Warnings that are told apart; what a collector says may always be new. */
const MOST_WARNINGS = 100;

/**
 * Warnings of the OpenTelemetry SDK itself (partial success, failed observations) go to the log, each once a minute:
 * those that differ in numbers only are the same.
 */
export const logSdkWarnings = (logger: Logger, nowMs: () => number): void => {
  const toldAtMs = new Map<string, number>();
  const warn = (message: string, ...details: readonly unknown[]): void => {
    const now = nowMs();
    const fields = { message, details: details.map(String).join(' ') } satisfies Fields;
    const words = `${message} ${fields.details}`.replaceAll(/\d+/g, '0');
    const kind = toldAtMs.has(words) || toldAtMs.size < MOST_WARNINGS ? words : message;
    if (now - (toldAtMs.get(kind) ?? Number.NEGATIVE_INFINITY) < REPEAT_AFTER_MS) return;
    toldAtMs.set(kind, now);
    logger.warn('OpenTelemetry SDK', fields);
  };
  const silent = (): void => undefined;
  diag.setLogger(
    { error: warn, warn, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
};
