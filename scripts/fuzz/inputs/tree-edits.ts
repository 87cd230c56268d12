import fc from 'fast-check';
import { structure, type Ttlv } from '../../../src/kmip/ttlv.ts';
import { anyTag, piece, strangeItem, strangeValue } from './strange-items.ts';

/** What becomes of one item of a message. */
type Change = (item: Ttlv) => readonly Ttlv[];

interface TreeEdit {
  /** Which item: taken modulo their number, so that it always hits one. */
  readonly at: number;
  readonly change: Change;
}

const MOST_COPIES = 40;
const DEEPEST = 70;

const nested = (item: Ttlv, levels: number): Ttlv =>
  levels === 0 ? item : structure(item.tag, nested(item, levels - 1));

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: strangeValue.map(
      (value): Change =>
        ({ tag }) => [{ tag, ...value } as Ttlv],
    ),
  },
  { weight: 1, arbitrary: fc.constant<Change>(() => []) },
  {
    weight: 1,
    arbitrary: anyTag.map(
      (tag): Change =>
        (item) => [{ ...item, tag }],
    ),
  },
  {
    weight: 1,
    arbitrary: strangeItem.map(
      (other): Change =>
        () => [other],
    ),
  },
  {
    weight: 1,
    arbitrary: piece.map(
      (other): Change =>
        (item) => [item, other],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 2, max: MOST_COPIES }).map(
      (copies): Change =>
        (item) =>
          Array(copies).fill(item),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: DEEPEST }).map(
      (levels): Change =>
        (item) => [nested(item, levels)],
    ),
  },
);

const edit: fc.Arbitrary<TreeEdit> = fc.record({ at: fc.nat(2 ** 16), change });

export const treeEdits: fc.Arbitrary<readonly TreeEdit[]> = fc.array(edit, { maxLength: 3 });

const size = (item: Ttlv): number =>
  item.type === 'Structure' ? item.value.reduce((sum, child) => sum + size(child), 1) : 1;

/** The item with the one of that number, counted from the top, changed. */
function changedAt(item: Ttlv, number: number, change: Change): readonly Ttlv[] {
  if (number === 0) return change(item);
  if (item.type !== 'Structure') return [item];
  let left = number - 1;
  const value = item.value.flatMap((child) => {
    const before = left;
    left -= size(child);
    return before >= 0 && left < 0 ? changedAt(child, before, change) : [child];
  });
  return [{ ...item, value }];
}

/** What is left of a message after the edits; of several roots the first. */
export const editedTree = (message: Ttlv, edits: readonly TreeEdit[]): Ttlv =>
  edits.reduce(
    (item, { at, change: to }) => changedAt(item, at % size(item), to)[0] ?? structure(item.tag),
    message,
  );
