import type { ObjectCounts, Store } from '../../src/reference-server/store/store.ts';
import type { ServerFault } from '../fault.ts';

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
  plant: () => ({
    store: (store: Store) => {
      const bent = bend();
      return new Proxy(store, {
        get: (target, key) => {
          if (key === 'counts') return (now: bigint) => bent(target.counts(now));
          const member: unknown = Reflect.get(target, key);
          return typeof member === 'function' ? member.bind(target) : member;
        },
      });
    },
  }),
});

export const storeFaults: readonly ServerFault[] = [
  counting(
    'destroyed-objects-stay',
    'an object that is destroyed is still counted',
    'kms.objects.total/value',
    () => {
      let most = 0;
      return (counts) => {
        most = Math.max(most, counts.objects);
        return { ...counts, objects: most };
      };
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
];
