import { headers, text, wholeNumber } from './kinds.ts';
import { optional, setting } from './setting.ts';

const NO_HEADERS: Readonly<Record<string, string>> = {};

/** How the server proves to a collector who it is, whom it trusts, and how long it waits. */
export const pushSettings = {
  otlpHeaders: setting<Readonly<Record<string, string>>>({
    flags: ['--otlp-headers'],
    env: ['KMS_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS'],
    toml: ['logging.otlp_headers'],
    kind: headers,
    default: NO_HEADERS,
    help: 'sent with each push, name=value,name=value; what is secret is left out where the URL is http://',
    secret: true,
  }),
  otlpMetricsHeaders: setting<Readonly<Record<string, string>>>({
    flags: [],
    env: ['OTEL_EXPORTER_OTLP_METRICS_HEADERS'],
    toml: [],
    kind: headers,
    default: NO_HEADERS,
    help: 'the same for metrics alone',
    secret: true,
  }),
  otlpTracesHeaders: setting<Readonly<Record<string, string>>>({
    flags: [],
    env: ['OTEL_EXPORTER_OTLP_TRACES_HEADERS'],
    toml: [],
    kind: headers,
    default: NO_HEADERS,
    help: 'the same for traces alone',
    secret: true,
  }),
  otlpCaCertFile: optional({
    flags: ['--otlp-ca-cert-file'],
    env: ['KMS_OTLP_CA_CERT_FILE', 'OTEL_EXPORTER_OTLP_CERTIFICATE'],
    toml: ['logging.otlp_ca_cert_file'],
    kind: text('file'),
    help: 'PEM file of the authorities of the collector; without it those that Node knows',
  }),
  otlpClientCertFile: optional({
    flags: ['--otlp-client-cert-file'],
    env: ['KMS_OTLP_CLIENT_CERT_FILE', 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE'],
    toml: ['logging.otlp_client_cert_file'],
    kind: text('file'),
    help: 'PEM file of the certificate that a collector over https is shown',
  }),
  otlpClientKeyFile: optional({
    flags: ['--otlp-client-key-file'],
    env: ['KMS_OTLP_CLIENT_KEY_FILE', 'OTEL_EXPORTER_OTLP_CLIENT_KEY'],
    toml: ['logging.otlp_client_key_file'],
    kind: text('file'),
    help: 'PEM file of the private key of that certificate, without a passphrase',
  }),
  otlpTimeoutMs: setting({
    flags: [],
    env: ['OTEL_EXPORTER_OTLP_TIMEOUT'],
    toml: [],
    kind: wholeNumber('ms', 1, 600_000),
    default: 10_000,
    help: 'milliseconds that one attempt to push may take',
  }),
};
