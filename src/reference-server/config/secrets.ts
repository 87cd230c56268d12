import type { Environment } from './environment.ts';
import type { Config } from './settings.ts';

/** A slot that is used without login, as the configuration files in the field spell it. */
const NO_LOGIN = '<NO_LOGIN>';

/** The PIN that a setting means. */
export const pinOf = (given: string | undefined): string | undefined =>
  given === NO_LOGIN ? undefined : given;

const headerVariables = [
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_METRICS_HEADERS',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
];

/** Everything in the configuration that must never be written anywhere. */
export const secretsOf = (
  config: Pick<Config, 'hsmPasswords' | 'otlpHeaders' | 'otlpMetricsHeaders' | 'otlpTracesHeaders'>,
  env: Environment,
): readonly string[] => [
  ...config.hsmPasswords.filter((pin) => pinOf(pin) !== undefined),
  ...[config.otlpHeaders, config.otlpMetricsHeaders, config.otlpTracesHeaders].flatMap((headers) =>
    Object.values(headers).flatMap(asSent),
  ),
  ...headerVariables.flatMap((name) => headerValues(env[name] ?? '')),
];

/** The values of "key=value,key=value", as written and as sent. */
const headerValues = (headers: string): readonly string[] =>
  headers.split(',').flatMap((pair) => {
    const value = pair.slice(pair.indexOf('=') + 1).trim();
    return value === '' ? [] : [value, ...asSent(decoded(value))];
  });

/** A header's value, and the credentials in it without their scheme: "Bearer abc" holds "abc". */
const asSent = (value: string): readonly string[] => {
  const [, credentials] = /^\S+ (.+)$/.exec(value) ?? [];
  return credentials === undefined ? [value] : [value, credentials];
};

const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};
