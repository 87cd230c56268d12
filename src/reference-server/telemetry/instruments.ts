/** One instrument of the server. The names are a promise to whoever reads the dashboards: they never change. */
export interface Instrument {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly kind: 'counter' | 'histogram' | 'observable-counter' | 'observable-up-down-counter';
  readonly value: 'int' | 'double';
}

/** Everything that the server measures. */
export const instruments = {
  kmipOperations: {
    name: 'kms.kmip.operations.total',
    unit: '{operation}',
    description: 'KMIP operations that have ended, well or not',
    kind: 'counter',
    value: 'int',
  },
  kmipOperationsPerUser: {
    name: 'kms.kmip.operations.per_user.total',
    unit: '{operation}',
    description: 'KMIP operations that have ended, by the user who asked for them',
    kind: 'counter',
    value: 'int',
  },
  kmipOperationDuration: {
    name: 'kms.kmip.operation.duration',
    unit: 's',
    description: 'Time that a KMIP operation took',
    kind: 'histogram',
    value: 'double',
  },
  activeUsers: {
    name: 'kms.active.users',
    unit: '{user}',
    description: 'Users with a KMIP operation in the last hour',
    kind: 'observable-up-down-counter',
    value: 'int',
  },
  permissionsGrantedPerUser: {
    name: 'kms.permissions.granted.per_user.total',
    unit: '{permission}',
    description: 'Permissions granted, by the user who received them',
    kind: 'counter',
    value: 'int',
  },
  permissionsGranted: {
    name: 'kms.permissions.granted.total',
    unit: '{permission}',
    description: 'Permissions granted',
    kind: 'counter',
    value: 'int',
  },
  databaseOperations: {
    name: 'kms.database.operations.total',
    unit: '{operation}',
    description: 'Calls to the database',
    kind: 'counter',
    value: 'int',
  },
  databaseOperationDuration: {
    name: 'kms.database.operation.duration',
    unit: 's',
    description: 'Time that a call to the database took',
    kind: 'histogram',
    value: 'double',
  },
  httpRequests: {
    name: 'kms.http.requests.total',
    unit: '{request}',
    description: 'HTTP requests answered',
    kind: 'counter',
    value: 'int',
  },
  httpRequestDuration: {
    name: 'kms.http.request.duration',
    unit: 's',
    description: 'Time from the head of an HTTP request to the writing of its answer',
    kind: 'histogram',
    value: 'double',
  },
  serverUptime: {
    name: 'kms.server.uptime',
    unit: 's',
    description: 'Time since the server started',
    kind: 'observable-counter',
    value: 'double',
  },
  serverStartTime: {
    name: 'kms.server.start_time',
    unit: 's',
    description: 'When the server started, in seconds since 1970-01-01 UTC',
    kind: 'observable-up-down-counter',
    value: 'double',
  },
  activeConnections: {
    name: 'kms.active.connections',
    unit: '{connection}',
    description: 'HTTP requests in flight',
    kind: 'observable-up-down-counter',
    value: 'int',
  },
  errors: {
    name: 'kms.errors.total',
    unit: '{error}',
    description: 'KMIP operations that failed, by the reason given to the client',
    kind: 'counter',
    value: 'int',
  },
  objects: {
    name: 'kms.objects.total',
    unit: '{object}',
    description: 'Managed objects that are not destroyed',
    kind: 'observable-up-down-counter',
    value: 'int',
  },
  activeKeys: {
    name: 'kms.keys.active.count',
    unit: '{key}',
    description: 'Keys in state Active',
    kind: 'observable-up-down-counter',
    value: 'int',
  },
  cacheOperations: {
    name: 'kms.cache.operations.total',
    unit: '{operation}',
    description: 'Look-ups and insertions in the cache of unwrapped objects',
    kind: 'counter',
    value: 'int',
  },
  hsmOperations: {
    name: 'kms.hsm.operations.total',
    unit: '{operation}',
    description: 'Cryptographic operations that the hardware security module has done',
    kind: 'counter',
    value: 'int',
  },
} as const satisfies Record<string, Instrument>;

/** Seconds: tens of microseconds for a database call, seconds for the generation of a large RSA key. */
export const DURATION_BOUNDS = [
  0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1,
  0.25, 0.5, 1, 2.5, 5, 10, 25, 60,
];
