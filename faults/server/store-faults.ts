import { linked } from '../../src/reference-server/objects/links.ts';
import type { ObjectCounts, Store, StoredObject } from '../../src/reference-server/store/store.ts';
import type { ServerFault } from '../fault.ts';
import { wrapped } from './recorder-faults.ts';

/** Wraps what the store says it holds: defects of the two counts. */
const counting = (
  id: string,
  words: string,
  expects: string,
  bend: () => (counts: ObjectCounts) => ObjectCounts,
): ServerFault => ({
  id,
  words,
  expects,
  plant: ({ hasStruck }) => ({
    store: (store: Store) => {
      const bent = bend();
      return new Proxy(store, {
        get: (target, key) => {
          if (key === 'counts')
            return (now: bigint) => {
              hasStruck();
              return bent(target.counts(now));
            };
          const member: unknown = Reflect.get(target, key);
          return typeof member === 'function' ? member.bind(target) : member;
        },
      });
    },
  }),
});

/** By how much the two counts are wrong for an object. */
type Error = Partial<ObjectCounts>;

interface Misjudged {
  readonly created?: (object: StoredObject) => Error | undefined;
  readonly updated?: (after: StoredObject, before: StoredObject) => Error | undefined;
}

/** Wraps what is written into the store: what came about in one certain way is counted wrongly from then on. */
const miscounting = (
  id: string,
  words: string,
  expects: string,
  { created, updated }: Misjudged,
): ServerFault => ({
  id,
  words,
  expects,
  plant: ({ hasStruck }) => ({
    store: (store: Store) => {
      const wrong = { objects: 0, activeKeys: 0 };
      const add = (error: Error | undefined): void => {
        if (error === undefined) return;
        hasStruck();
        const { objects = 0, activeKeys = 0 } = error;
        wrong.objects += objects;
        wrong.activeKeys += activeKeys;
      };
      const bent: Partial<Store> = {
        create: (object) => {
          store.create(object);
          add(created?.(object));
        },
        update: (after) => {
          const before = updated && store.retrieve(after.id);
          store.update(after);
          if (before !== undefined) add(updated?.(after, before));
        },
        counts: (now) => {
          const counts = store.counts(now);
          return {
            objects: counts.objects + wrong.objects,
            activeKeys: counts.activeKeys + wrong.activeKeys,
          };
        },
      };
      return new Proxy(store, {
        get: (target, key) => {
          const member: unknown = Reflect.get(bent, key) ?? Reflect.get(target, key);
          return typeof member === 'function' ? member.bind(target) : member;
        },
      });
    },
  }),
});

const MINUTE_S = 60n;
const nowUnixSeconds = (): bigint => BigInt(Math.trunc(Date.now() / 1000));
const isLongPast = (date: bigint | undefined): boolean =>
  date !== undefined && date < nowUnixSeconds() - MINUTE_S;
const isDestroyed = ({ state }: StoredObject): boolean => state.startsWith('Destroyed');
const isReplacement = ({ attributes }: StoredObject): boolean =>
  linked(attributes, 'ReplacedObjectLink') !== undefined;

/** Requests are counted from their head to their answer: what is made beside another one is lost. */
const madeAtOnce = (id: string, words: string, expects: string): ServerFault => {
  let underWay = 0;
  const beside = (): Error | undefined => (underWay > 1 ? { objects: -1 } : undefined);
  const losing = miscounting(id, words, expects, { created: beside });
  const following = wrapped(id, words, expects, (recorder) => ({
    requestStarted: () => {
      underWay += 1;
      recorder.requestStarted();
    },
    requestEnded: () => {
      underWay -= 1;
      recorder.requestEnded();
    },
  }));
  const plant: ServerFault['plant'] = (planted) => ({
    ...losing.plant(planted),
    // To follow requests is no defect.
    ...following.plant({ ...planted, hasStruck: () => undefined }),
  });
  return { ...losing, plant };
};

const ofOneOwner = (): ((object: StoredObject) => Error | undefined) => {
  let owner: string | undefined;
  return (object) => {
    owner ??= object.owner;
    return object.owner === owner ? undefined : { objects: -1 };
  };
};

export const storeFaults: readonly ServerFault[] = [
  {
    ...miscounting('owned-only', 'only objects of one owner count', 'kms.objects.total/value', {
      created: ofOneOwner(),
    }),
    of: 'GAU-12',
  },
  {
    ...madeAtOnce('made-at-once', 'what is made at the same time is lost', 'kms.objects.total/value'),
    of: 'GAU-19',
  },
  {
    ...counting(
      'keys-out-of-date',
      'active keys are read once a minute',
      'kms.keys.active.count/value',
      () => {
        let activeKeys: ObjectCounts['activeKeys'] | undefined;
        return (counts) => {
          activeKeys ??= counts.activeKeys;
          return { ...counts, activeKeys };
        };
      },
    ),
    of: 'GAU-15',
  },
  {
    ...counting('added-again', 'what is there is added again at every refresh', 'closed-world/idle', () => {
      let objects = 0;
      return (counts) => {
        objects += Number(counts.objects);
        return { ...counts, objects };
      };
    }),
    of: 'GAU-16',
  },
  miscounting(
    'destroyed-objects-stay',
    'an object that is destroyed is still counted',
    'kms.objects.total/value',
    {
      updated: (after, before) => (isDestroyed(after) && !isDestroyed(before) ? { objects: 1 } : undefined),
    },
  ),
  counting(
    'all-keys-active',
    'every object counts as an active key',
    'kms.keys.active.count/value',
    () => (counts) => ({
      ...counts,
      activeKeys: counts.objects,
    }),
  ),
  counting('empty-after-start', 'the first export says that the store is empty', 'restart/epoch', () => {
    let asked = 0;
    return (counts) => {
      asked += 1;
      return asked <= 2 ? { objects: 0, activeKeys: 0 } : counts;
    };
  }),
  miscounting('derived-uncounted', 'derived objects are not counted', 'kms.objects.total/value', {
    created: ({ attributes }) =>
      linked(attributes, 'DerivationBaseObjectLink') === undefined ? undefined : { objects: -1 },
  }),
  miscounting(
    'replacement-inactive',
    'a key that replaces another does not count as active',
    'kms.keys.active.count/value',
    {
      created: (object) =>
        isReplacement(object) && object.state === 'Active' ? { activeKeys: -1 } : undefined,
    },
  ),
  miscounting(
    'replacement-early',
    'a key that replaces another later counts as active at once',
    'kms.keys.active.count/value',
    {
      created: (object) =>
        isReplacement(object) && object.state === 'PreActive' ? { activeKeys: 1 } : undefined,
    },
  ),
  miscounting('half-replaced', 'of a new pair one half is counted', 'kms.objects.total/value', {
    created: (object) => (isReplacement(object) && object.type === 'PublicKey' ? { objects: -1 } : undefined),
  }),
  miscounting(
    'replaced-retired',
    'a key that was replaced counts as active no more',
    'kms.keys.active.count/value',
    {
      updated: (after, before) =>
        linked(after.attributes, 'ReplacementObjectLink') !==
        linked(before.attributes, 'ReplacementObjectLink')
          ? { activeKeys: -1 }
          : undefined,
    },
  ),
  miscounting(
    'activation-by-date',
    'a key that a date of the past activates is not counted',
    'kms.keys.active.count/value',
    {
      updated: (after, before) =>
        before.state === 'PreActive' && after.state === 'Active' && isLongPast(after.activationDate)
          ? { activeKeys: -1 }
          : undefined,
    },
  ),
  miscounting(
    'end-by-date',
    'a key that a date of the past ends still counts as active',
    'kms.keys.active.count/value',
    {
      updated: (after, before) =>
        before.state === 'Active' && after.state === 'Deactivated' && isLongPast(after.deactivationDate)
          ? { activeKeys: 1 }
          : undefined,
    },
  ),
];
