import { createHash } from 'node:crypto';

/** The same items in an order that the seed alone decides. */
export const shuffled = <T>(items: readonly T[], seed: string, nameOf: (item: T) => string): readonly T[] =>
  items
    .map((item) => ({
      item,
      rank: createHash('sha256')
        .update(`${seed} ${nameOf(item)}`)
        .digest('hex'),
    }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ item }) => item);
