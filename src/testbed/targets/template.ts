import Mustache from 'mustache';

/** What a target is told when it is started; a name that is absent is false in a section. */
export type Placeholders = Readonly<Record<string, string | undefined>>;

/**
 * Names that command, environment and configuration of a target file may use. As {{name}} they stand for the value, as
 * {{#name}}...{{/name}} what is between is kept only where there is a value ({{^name}}: only where there is none).
 */
export const PLACEHOLDERS: Readonly<Record<string, string>> = {
  otlp_url:
    'address of the receiver, http://host:port, or https://host:port for a push over TLS; absent where a check wants a KMS without one',
  otlp_by_flag: 'set where the address must be given by the flag named in otlp_flag',
  otlp_flag: 'the documented flag to be used: --otlp or --otlp-url',
  otlp_by_environment: 'set where the address must be given by an environment variable',
  otlp_by_file: 'set where the address must be given in the configuration file',
  metering: 'set where the documented metering switches must be given as well',
  interval_ms: 'interval of the push in milliseconds; absent = as documented',
  http_port: 'port for KMIP over HTTP',
  listen_host: 'address to listen on: 127.0.0.1, in a container 0.0.0.0',
  folder: 'fresh folder of this instance, for its store',
  config_file: 'where the rendered configuration is written',
  tokens_file: 'TOML file, bearer token = user name',
  certificate_file: 'PEM, of the server; set where KMIP over TLS and HTTPS are wanted',
  key_file: 'PEM, of the server',
  client_ca_file: 'PEM, whose client certificates are good',
  socket_port: 'port for KMIP over TLS',
  hsm_slot: 'slot of the HSM token made for this instance',
  hsm_pin: 'PIN of that token',
  kek: 'identifier of the key-encryption key',
  otlp_ca_file: 'PEM, whose certificate of a receiver over TLS is good',
  otlp_client_certificate_file: 'PEM, to be shown to a receiver over TLS',
  otlp_client_key_file: 'PEM, the key of that',
  otlp_headers: 'sent with each push: name=value,name=value, percent-encoded',
  otlp_timeout_ms: 'milliseconds that one attempt to push may take',
  cache_off: 'set where the unwrap cache must be off',
  cache_minutes: 'minutes of disuse after which the cache forgets',
  cache_entries: 'what the cache holds at most',
};

/** A template that names something unknown, or that is no template; the message says which and where. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** Fills a template in. Values stand as they are: quoting is the template's affair. */
export const fill = (template: string, values: Placeholders): string =>
  Mustache.render(template, values, {}, { escape: String });

/** @throws TemplateError for an unknown name; `where` names the place in the target file */
export function checkTemplate(template: string, where: string): void {
  const unknown = namesIn(parsed(template, where)).find((name) => !(name in PLACEHOLDERS));
  if (unknown !== undefined) {
    throw new TemplateError(
      `${where}: there is no placeholder {{${unknown}}}; known are ${Object.keys(PLACEHOLDERS).join(', ')}`,
    );
  }
}

type Span = readonly [type: string, value: string, start: number, end: number, ...rest: readonly unknown[]];

function parsed(template: string, where: string): readonly Span[] {
  try {
    return Mustache.parse(template) as readonly Span[];
  } catch (error) {
    throw new TemplateError(`${where}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const TEXT = 'text';

const namesIn = (spans: readonly Span[]): readonly string[] =>
  spans.flatMap(([type, value, , , inner]) =>
    type === TEXT ? [] : [value, ...(Array.isArray(inner) ? namesIn(inner as readonly Span[]) : [])],
  );
