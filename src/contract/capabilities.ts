/**
 * What a target may claim to have. What is not claimed is not asked for; what is claimed and does not work is a
 * failure. A scenario names what it needs by a tag of the same name.
 */
export const CAPABILITIES = {
  users: 'tells several users apart',
  access: 'has the access API (/access/grant, /access/revoke)',
  binary: 'takes KMIP as bytes at POST /kmip',
  socket: 'takes KMIP over TLS, users by client certificate',
  cache: 'caches unwrapped keys',
  'cache-settings': 'the cache can be switched off, made small and short-lived',
  hsm: 'keeps keys in an HSM',
  kek: 'wraps every new object under a key-encryption key',
  start: 'the suite starts and stops it, several instances side by side',
  process: 'is a process of this machine, whose sockets can be listed',
  restart: 'may be killed and started again on the same store',
  'flag-otlp': 'takes the URL by --otlp',
  'flag-otlp-url': 'takes the URL by --otlp-url',
  environment: 'takes the URL from KMS_OTLP_URL',
  file: 'takes the URL from its configuration file',
  metering: 'accepts the metering switches',
  'many-users': 'takes ten thousand users by the tokens file',
  'push-tls': 'pushes to an https URL, and is told whose certificate to trust',
  'push-client-certificate': 'shows a client certificate to a collector over TLS',
  'push-headers': 'sends the headers that it is told with each push',
} as const;

export type Capability = keyof typeof CAPABILITIES;

export const CAPABILITY_NAMES = Object.keys(CAPABILITIES) as unknown as readonly [
  Capability,
  ...Capability[],
];
