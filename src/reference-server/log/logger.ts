import { pino } from 'pino';
import type { Config } from '../config/settings.ts';

export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One JSON line per call: the event is a fixed text, what varies stands in the fields. */
export interface Logger {
  debug(event: string, fields?: Fields): void;
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}

export interface LogStream {
  write(line: string): void;
}

/** Every field that is text passes `redact` before it is written. */
export const newLogger = (
  level: Config['logLevel'],
  redact: (text: string) => string,
  stream: LogStream,
): Logger => {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  const clean = (fields: Fields = {}): Fields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === 'string' ? redact(value) : value,
      ]),
    );
  return {
    debug: (event, fields) => log.debug(clean(fields), event),
    info: (event, fields) => log.info(clean(fields), event),
    warn: (event, fields) => log.warn(clean(fields), event),
    error: (event, fields) => log.error(clean(fields), event),
  };
};
