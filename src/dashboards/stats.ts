import type { Figure } from './figure.ts';
import type { StatUnit } from './screen.ts';

/** A panel that shows one number, which the ledger knows. */
export interface Stat {
  /** Unique in its dashboard, plain ASCII. */
  readonly title: string;
  readonly description: string;
  readonly figure: Figure;
  readonly unit: StatUnit;
  /** Times the figure: Grafana wants dates in milliseconds. */
  readonly factor?: number;
  /** From here on the number is drawn in orange and in red. */
  readonly alarming?: readonly [orange: number, red: number];
}

/** File in dashboards/ without its ending, which is the dashboard's own id as well. */
export const DASHBOARDS = [
  'kms-overview',
  'kms-kmip',
  'kms-http-database',
  'kms-users',
  'kms-cache-hsm',
] as const;
export type DashboardName = (typeof DASHBOARDS)[number];

const sum = (of: string): Figure => ({ is: 'sum', of });
const CACHE = 'kms.cache.operations.total';
const OPERATIONS = sum('kms.kmip.operations.total');
const ERRORS = sum('kms.errors.total');
const HTTP = 'kms.http.requests.total';
const DATABASE = 'kms.database.operations.total';
const SINCE_START = 'since the instances that report have started';

/** Every stat panel, by dashboard. */
export const STATS: Readonly<Record<DashboardName, readonly Stat[]>> = {
  'kms-overview': [
    {
      title: 'Instances',
      description: 'Instances that have pushed within the last five minutes.',
      figure: { is: 'instances' },
      unit: 'none',
    },
    {
      title: 'Shortest uptime',
      description: 'kms.server.uptime of the instance that has started last, in hours, minutes and seconds.',
      figure: { is: 'min', of: 'kms.server.uptime' },
      unit: 'dthms',
    },
    {
      title: 'Last start',
      description: 'kms.server.start_time of the instance that has started last.',
      figure: { is: 'max', of: 'kms.server.start_time' },
      unit: 'dateTimeAsIso',
      factor: 1000,
    },
    {
      title: 'Objects',
      description:
        'kms.objects.total. Replicas on one database all tell the same number: the highest is shown.',
      figure: { is: 'max', of: 'kms.objects.total' },
      unit: 'none',
    },
    {
      title: 'Active keys',
      description: 'kms.keys.active.count: keys in state Active; the highest that a replica tells.',
      figure: { is: 'max', of: 'kms.keys.active.count' },
      unit: 'none',
    },
    {
      title: 'Active users',
      description:
        'kms.active.users: users with an operation in the last hour, of all instances; who uses two counts twice.',
      figure: sum('kms.active.users'),
      unit: 'none',
    },
    {
      title: 'Requests in flight',
      description: 'kms.active.connections, of all instances.',
      figure: sum('kms.active.connections'),
      unit: 'none',
    },
    {
      title: 'Failed operations',
      description: `Share of KMIP operations that failed, ${SINCE_START}: kms.errors.total by kms.kmip.operations.total.`,
      figure: { is: 'share', part: ERRORS, whole: OPERATIONS },
      unit: 'percentunit',
      alarming: [0.05, 0.2],
    },
  ],
  'kms-kmip': [
    {
      title: 'Operations',
      description: `kms.kmip.operations.total, ${SINCE_START}, of the chosen operations.`,
      figure: { is: 'sum', of: 'kms.kmip.operations.total', ofChosenOperations: true },
      unit: 'none',
    },
    {
      title: 'Operations timed',
      description:
        'Count of kms.kmip.operation.duration of the chosen operations. It must equal the operations.',
      figure: { is: 'sum', of: 'kms.kmip.operation.duration', ofChosenOperations: true },
      unit: 'none',
    },
    {
      title: 'Errors',
      description: `kms.errors.total, ${SINCE_START}, of all operations.`,
      figure: ERRORS,
      unit: 'none',
    },
  ],
  'kms-http-database': [
    {
      title: 'HTTP requests',
      description: `kms.http.requests.total, ${SINCE_START}.`,
      figure: sum(HTTP),
      unit: 'none',
    },
    {
      title: 'HTTP server errors',
      description: `HTTP requests answered with a status from 500 on, ${SINCE_START}.`,
      figure: { is: 'sum', of: HTTP, where: { status: '5..' } },
      unit: 'none',
      alarming: [1, 100],
    },
    {
      title: 'HTTP requests timed',
      description: 'Count of kms.http.request.duration. It must equal the HTTP requests.',
      figure: sum('kms.http.request.duration'),
      unit: 'none',
    },
    {
      title: 'Database operations',
      description: `kms.database.operations.total, ${SINCE_START}.`,
      figure: sum(DATABASE),
      unit: 'none',
    },
    {
      title: 'Database errors',
      description: `Database operations with the outcome error, ${SINCE_START}.`,
      figure: { is: 'sum', of: DATABASE, where: { outcome: 'error' } },
      unit: 'none',
      alarming: [1, 100],
    },
    {
      title: 'Database operations timed',
      description: 'Count of kms.database.operation.duration. It must equal the database operations.',
      figure: sum('kms.database.operation.duration'),
      unit: 'none',
    },
  ],
  'kms-users': [
    {
      title: 'Users in the last hour',
      description: 'kms.active.users, of all instances; who uses two counts twice.',
      figure: sum('kms.active.users'),
      unit: 'none',
    },
    {
      title: 'Operations of users',
      description: `kms.kmip.operations.per_user.total of the chosen operations, ${SINCE_START}.`,
      figure: { is: 'sum', of: 'kms.kmip.operations.per_user.total', ofChosenOperations: true },
      unit: 'none',
    },
    {
      title: 'Permissions granted',
      description: `kms.permissions.granted.total, ${SINCE_START}.`,
      figure: sum('kms.permissions.granted.total'),
      unit: 'none',
    },
    {
      title: 'Permissions granted to users',
      description:
        'kms.permissions.granted.per_user.total of all users. It must equal the permissions granted.',
      figure: sum('kms.permissions.granted.per_user.total'),
      unit: 'none',
    },
  ],
  'kms-cache-hsm': [
    {
      title: 'Cache operations',
      description: `kms.cache.operations.total, ${SINCE_START}.`,
      figure: sum(CACHE),
      unit: 'none',
    },
    {
      title: 'Cache hits',
      description: `Share of look-ups that found the unwrapped key, ${SINCE_START}.`,
      figure: {
        is: 'share',
        part: { is: 'sum', of: CACHE, where: { result: 'hit' } },
        whole: { is: 'sum', of: CACHE, where: { result: 'hit|miss' } },
      },
      unit: 'percentunit',
    },
    {
      title: 'HSM operations',
      description: `kms.hsm.operations.total: operations that the HSM did, ${SINCE_START}.`,
      figure: sum('kms.hsm.operations.total'),
      unit: 'none',
    },
  ],
};
