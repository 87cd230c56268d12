import { onOff, text, wholeNumber } from './kinds.ts';
import { optional, setting } from './setting.ts';

/** TLS on the HTTP port, client certificates, and KMIP over TLS on a port of its own. */
export const tlsSettings = {
  tlsCertFile: optional({
    flags: ['--tls-cert-file'],
    env: ['KMS_TLS_CERT_FILE'],
    toml: ['tls.tls_cert_file'],
    kind: text('file'),
    help: "PEM file of the server's certificate; with it the HTTP port speaks HTTPS only",
  }),
  tlsKeyFile: optional({
    flags: ['--tls-key-file'],
    env: ['KMS_TLS_KEY_FILE'],
    toml: ['tls.tls_key_file'],
    kind: text('file'),
    help: 'PEM file of the private key of that certificate, without a passphrase',
  }),
  tlsChainFile: optional({
    flags: ['--tls-chain-file'],
    env: ['KMS_TLS_CHAIN_FILE'],
    toml: ['tls.tls_chain_file'],
    kind: text('file'),
    help: 'PEM file of the certificates between that one and a root that clients know',
  }),
  clientsCaCertFile: optional({
    flags: ['--clients-ca-cert-file'],
    env: ['KMS_CLIENTS_CA_CERT_FILE'],
    toml: ['tls.clients_ca_cert_file'],
    kind: text('file'),
    help: 'PEM file of the authorities of client certificates; with it, a request acts as the common name of its certificate',
  }),
  socketServerStart: setting({
    flags: ['--socket-server-start'],
    env: ['KMS_SOCKET_SERVER_START'],
    toml: ['socket_server.socket_server_start'],
    kind: onOff,
    default: false,
    help: 'serve binary KMIP over TLS as well; needs a server certificate and an authority of client certificates',
  }),
  socketServerPort: setting({
    flags: ['--socket-server-port'],
    env: ['KMS_SOCKET_SERVER_PORT'],
    toml: ['socket_server.socket_server_port'],
    kind: wholeNumber('port', 0, 65_535),
    default: 5696,
    help: 'port of KMIP over TLS; 0 takes a free one, the log line "listening" names it',
  }),
  socketServerHostname: setting({
    flags: ['--socket-server-hostname'],
    env: ['KMS_SOCKET_SERVER_HOSTNAME'],
    toml: ['socket_server.socket_server_hostname'],
    kind: text('address'),
    default: '127.0.0.1',
    help: 'address of KMIP over TLS; 0.0.0.0 opens it to the network',
  }),
};
