import type { Meter, MetricOptions } from '@opentelemetry/api';
import type { ServerFault } from '../fault.ts';

const FACTORIES = [
  'createCounter',
  'createUpDownCounter',
  'createHistogram',
  'createObservableCounter',
  'createObservableUpDownCounter',
] as const;

/** Wraps the meter that makes the instruments: defects of their registration. */
const registering = (
  id: string,
  words: string,
  expects: string,
  bend: (name: string, options: MetricOptions) => { readonly name: string; readonly options: MetricOptions },
): ServerFault => ({
  id,
  words,
  expects,
  plant: ({ hasStruck }) => ({
    meter: (meter: Meter) =>
      new Proxy(meter, {
        get: (target, key) => {
          const member: unknown = Reflect.get(target, key);
          if (typeof member !== 'function') return member;
          if (!FACTORIES.some((factory) => factory === key)) return member.bind(target);
          return (name: string, options: MetricOptions = {}) => {
            const bent = bend(name, options);
            if (bent.name !== name || bent.options !== options) hasStruck();
            return member.call(target, bent.name, bent.options);
          };
        },
      }),
  }),
});

const renamed = (id: string, from: string, to: string): ServerFault =>
  registering(id, `${from} is registered as ${to}`, `${from}/name`, (name, options) => ({
    name: name === from ? to : name,
    options,
  }));

export const meterFaults: readonly ServerFault[] = [
  renamed('uptime-renamed', 'kms.server.uptime', 'kms.server.up_time'),
  renamed('start-time-renamed', 'kms.server.start_time', 'kms.server.started'),
  renamed('users-renamed', 'kms.active.users', 'kms.users.active'),
  renamed('database-renamed', 'kms.database.operations.total', 'kms.db.operations.total'),
  registering(
    'unit-of-keys',
    'keys are counted as objects',
    'kms.keys.active.count/unit',
    (name, options) => ({
      name,
      options: name === 'kms.keys.active.count' ? { ...options, unit: '{object}' } : options,
    }),
  ),
];
