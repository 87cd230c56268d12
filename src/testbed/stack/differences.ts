import type { StreamPoint } from './points.ts';

/** What distinguishes two streams that should be the same; sentences, few of each kind. */
export interface Differences {
  /** Points that were sent and did not come. */
  readonly lost: readonly string[];
  /** Points that came and were never sent, or more often than they were. */
  readonly added: readonly string[];
  /** Points that came otherwise than they were sent. */
  readonly changed: readonly string[];
}

/** Pure, whatever the order and however the points are packed into exports. */
export function differencesBetween(
  sent: readonly StreamPoint[],
  passed: readonly StreamPoint[],
): Differences {
  const lost: string[] = [];
  const added: string[] = [];
  const changed: string[] = [];
  const came = Map.groupBy(passed, ({ id }) => id);
  const went = Map.groupBy(sent, ({ id }) => id);
  for (const [id, before] of went) {
    const after = came.get(id) ?? [];
    const [one, other] = [before[0], after[0]];
    if (one === undefined) continue;
    if (after.length < before.length) lost.push(one.name);
    if (after.length > before.length) added.push(one.name);
    if (other !== undefined) changed.push(...changesOf(one, other));
  }
  for (const [id, after] of came) {
    if (!went.has(id)) added.push(after[0]?.name ?? id);
  }
  return { lost, added, changed };
}

function changesOf(sent: StreamPoint, passed: StreamPoint): readonly string[] {
  const fields = new Set([...sent.content.keys(), ...passed.content.keys()]);
  return [...fields].flatMap((field) => {
    const before = sent.content.get(field) ?? 'absent';
    const after = passed.content.get(field) ?? 'absent';
    return before === after ? [] : [`${field} of ${sent.name} was ${before}, and is ${after}`];
  });
}
