import type { Attributes, Meter, MetricOptions, Observable } from '@opentelemetry/api';
import type { PlantedProcess, ServerFault } from '../fault.ts';

type Recorded = readonly [value: number, attributes: Attributes];

/** What of an instrument is bent, by its name; what is not named stays as it is. */
interface Bends {
  /** Every recording of a counter or histogram: none, one or several in its place. */
  readonly recorded?: (name: string, value: number, attributes: Attributes) => readonly Recorded[];
  /** Every value that is read when a collection is made. */
  readonly observed?: (name: string, value: number) => number;
  readonly options?: (name: string, options: MetricOptions) => MetricOptions;
  readonly called?: (name: string) => string;
  /** By what an instrument is made, as the meter calls it. */
  readonly madeBy?: (name: string, factory: string) => string;
}

const bent = (
  id: string,
  of: string,
  words: string,
  expects: string,
  bends: (planted: PlantedProcess) => Bends,
  more: Partial<ServerFault> = {},
): ServerFault => ({
  ...more,
  ...{ id, of, words, expects },
  plant: (planted) => ({
    meter: (meter: Meter) => bentMeter(meter, bends(planted), planted.hasStruck),
  }),
});

function bentMeter(meter: Meter, bends: Bends, hasStruck: () => void): Meter {
  const { recorded, observed, options, called, madeBy } = bends;
  const names = new Map<unknown, string>();
  const made = (
    member: (name: string, options?: MetricOptions) => unknown,
    name: string,
    own: MetricOptions,
  ) => {
    const other = options?.(name, own) ?? own;
    const word = called?.(name) ?? name;
    if (other !== own || word !== name) hasStruck();
    const instrument = member.call(meter, word, other);
    names.set(instrument, name);
    return recorded === undefined ? instrument : recording(instrument as object, name, recorded, hasStruck);
  };
  return new Proxy(meter, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      if (String(key).startsWith('create'))
        return (name: string, own: MetricOptions = {}) => {
          const factory = madeBy?.(name, String(key)) ?? key;
          if (factory !== key) hasStruck();
          return made(Reflect.get(target, factory), name, own);
        };
      if (key !== 'addBatchObservableCallback' || observed === undefined) return member.bind(target);
      return (callback: (result: unknown) => void, observables: Observable[]) =>
        member.call(
          target,
          (result: { observe: (metric: Observable, value: number) => void }) =>
            callback({
              observe: (metric: Observable, value: number) => {
                const other = observed(names.get(metric) ?? '', value);
                if (other !== value) hasStruck();
                result.observe(metric, other);
              },
            }),
          observables,
        );
    },
  });
}

const recording = (
  instrument: object,
  name: string,
  recorded: NonNullable<Bends['recorded']>,
  hasStruck: () => void,
): unknown =>
  new Proxy(instrument, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      if (key !== 'add' && key !== 'record') return member.bind(target);
      return (value: number, attributes: Attributes = {}) => {
        const all = recorded(name, value, attributes);
        if (all.length !== 1 || all[0]?.[0] !== value || all[0][1] !== attributes) hasStruck();
        for (const [other, labels] of all) member.call(target, other, labels);
      };
    },
  });

const only =
  (
    one: string,
    edit: (value: number, attributes: Attributes) => readonly Recorded[],
  ): NonNullable<Bends['recorded']> =>
  (name, value, attributes) =>
    name === one ? edit(value, attributes) : [[value, attributes]];

const reading =
  (one: string, edit: (value: number) => number): NonNullable<Bends['observed']> =>
  (name, value) =>
    name === one ? edit(value) : value;

const START_TIME = 'kms.server.start_time';
const TWO_HOURS_S = 7200;

const hasHsm = ({ args }: PlantedProcess): boolean => args.includes('--hsm-slot');
const OBJECTS = 'kms.objects.total';

/** What instruments do with what they are told. */
export const instrumentFaults: readonly ServerFault[] = [
  bent(
    'total-without-users',
    'CNT-10',
    'operations of every second user are in the total alone',
    'invariant/operations-per-user',
    () => {
      let seen = 0;
      return {
        recorded: only('kms.kmip.operations.per_user.total', (value, attributes) => {
          seen += 1;
          return seen % 2 === 0 ? [] : [[value, attributes]];
        }),
      };
    },
  ),
  bent(
    'users-without-total',
    'INV-03',
    'permissions by user are not in the total',
    'invariant/permissions',
    () => ({ recorded: only('kms.permissions.granted.total', () => []) }),
  ),
  bent('errors-of-old', 'INV-04', 'an error counts as a hundred', 'invariant/errors', () => ({
    recorded: only('kms.errors.total', (value, attributes) => [[100 * value, attributes]]),
  })),
  bent(
    'more-keys-than-objects',
    'INV-06',
    'there are more active keys than objects',
    'invariant/active-keys',
    () => ({
      observed: reading('kms.keys.active.count', (value) => value + 1000),
    }),
  ),
  bent(
    'users-of-nothing',
    'INV-10',
    'users are active who asked for nothing',
    'kms.active.users/value',
    () => ({
      observed: reading('kms.active.users', (value) => value + 5),
    }),
  ),
  bent('half-speed', 'INV-05', 'uptime runs at half the speed', 'kms.server.uptime/value', () => ({
    observed: reading('kms.server.uptime', (value) => value / 2),
  })),
  bent('start-in-milliseconds', 'GAU-06', 'the start time is in milliseconds', `${START_TIME}/value`, () => ({
    observed: reading(START_TIME, (value) => value * 1000),
  })),
  bent(
    'start-in-local-time',
    'GAU-06',
    'the start time is that of another time zone',
    `${START_TIME}/value`,
    () => ({
      observed: reading(START_TIME, (value) => value + TWO_HOURS_S),
    }),
  ),
  bent(
    'durations-twice',
    'HIS-13',
    'every duration is recorded twice',
    'invariant/operation-duration',
    () => ({
      recorded: only('kms.kmip.operation.duration', (value, attributes) => [
        [value, attributes],
        [value, attributes],
      ]),
    }),
  ),
  bent(
    'sum-in-32-bits',
    'HIS-17',
    'durations are added up in 32 bits',
    'histogram/resolution',
    () => ({
      recorded: only('kms.kmip.operation.duration', (value, attributes) => [[coarse(value), attributes]]),
    }),
    { runs: ['kms.kmip.operations.total/value', 'kms.errors.total/value'] },
  ),
  bent(
    'bounds-of-the-sdk',
    'HIS-11',
    'the bounds are those of the SDK, for milliseconds',
    'histogram/resolution',
    () => ({
      options: (_, { advice: __, ...options }) => options,
    }),
  ),
  bent(
    'ids-as-labels',
    'CON-03',
    'the id of an object is a label',
    'kms.kmip.operations.total/attributes',
    () => ({
      recorded: only('kms.kmip.operations.total', (value, attributes) => [
        [value, { ...attributes, uid: crypto.randomUUID() }],
      ]),
    }),
  ),
  bent(
    'agents-as-labels',
    'CON-04',
    'the agent of the client is a label',
    'kms.http.requests.total/attributes',
    () => ({
      recorded: only('kms.http.requests.total', (value, attributes) => [
        [value, { ...attributes, user_agent: 'node' }],
      ]),
    }),
  ),
  bent('users-everywhere', 'CON-09', 'errors name users', 'kms.errors.total/attributes', () => ({
    recorded: only('kms.errors.total', (value, attributes) => [[value, { ...attributes, user: 'alice' }]]),
  })),
  bent(
    'objects-with-hsm-only',
    'NAM-18',
    'objects are counted only where there is an HSM',
    `${OBJECTS}/name`,
    (planted) => ({
      called: (name) => (name === OBJECTS && !hasHsm(planted) ? 'kms.stored.objects' : name),
    }),
    { runs: ['push/automatic'] },
  ),
  bent(
    'gauge-without-hsm',
    'KND-19',
    'objects are a gauge where there is no HSM',
    `${OBJECTS}/kind`,
    (planted) => ({
      madeBy: (name, factory) => (name === OBJECTS && !hasHsm(planted) ? 'createObservableGauge' : factory),
    }),
    { runs: ['push/automatic'] },
  ),
];

/** Rounded so that sums of a few thousand of them need no more than the 24 bits of a 32-bit float. */
const coarse = (value: number): number => Math.max(1, Math.round(value * 16_384)) / 16_384;
