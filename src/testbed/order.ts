import { createHash, randomUUID } from 'node:crypto';

/** Whatever depends on the order of scenarios is found sooner or later, and found again by its seed. */
export const newSeed = (): string => randomUUID().slice(0, 8);

/** The same seed puts the same two names in the same order, whatever else is there. */
export const inOrderOf = <T extends { readonly name: string }>(
  seed: string,
  items: readonly T[],
): readonly T[] =>
  items
    .map((item) => ({ item, place: createHash('sha256').update(`${seed}\n${item.name}`).digest('hex') }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ item }) => item);
