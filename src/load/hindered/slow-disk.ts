import type { Seams } from '../../reference-server/seams.ts';
import type { Store } from '../../reference-server/store/store.ts';
import { HELD_MS } from '../held.ts';
import type { Switch } from './switch.ts';

const WRITES: readonly (keyof Store)[] = ['create', 'update', 'remove', 'grant', 'revokeGrant'];

/** Every write takes longer, and everybody waits for it, as for a disk: calls to the store are synchronous. */
export const slowDisk = (fault: Switch): Partial<Seams> => ({
  store: (store) =>
    new Proxy(store, {
      get: (target, key: keyof Store) => {
        const member: unknown = target[key];
        if (typeof member !== 'function') return member;
        const call = member.bind(target);
        if (!WRITES.includes(key)) return call;
        return (...words: readonly unknown[]) => {
          if (fault.strikes()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, HELD_MS);
          return call(...words);
        };
      },
    }),
});
