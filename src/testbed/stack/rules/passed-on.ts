import { exercised, finding } from '../../../judge/finding.ts';
import { differencesBetween } from '../differences.ts';
import type { Conveyed, StackEvidence } from '../evidence.ts';
import { countPoints, pointsOf } from '../points.ts';
import { notTestable, type StackRuling, summed } from '../ruling.ts';

const LOSSLESS = 'collector/lossless';
const UNCHANGED = 'collector/unchanged';

/** Points are compared one by one; more than these would not fit into memory. */
const MAX_POINTS = 1_000_000;

/**
 * What the Collector passed on is what the KMS sent: the same points, each as it was. Of those that it did not answer
 * for nothing is known.
 */
export const passedOn = ({
  sent,
  passed,
  refusedByCollector,
  unanswered = [],
}: Pick<StackEvidence, 'sent' | 'passed' | 'refusedByCollector'> &
  Partial<Pick<Conveyed, 'unanswered'>>): readonly StackRuling[] => {
  if (countPoints(sent) === 0)
    return [LOSSLESS, UNCHANGED].map((check) => notTestable(check, 'the KMS has sent no point'));
  if (countPoints(sent) > MAX_POINTS)
    return [LOSSLESS, UNCHANGED].map((check) =>
      notTestable(check, `the KMS has sent more than the ${MAX_POINTS} points that are compared one by one`),
    );
  const open = new Set(pointsOf(unanswered).map(({ id }) => id));
  const came = pointsOf(passed).filter(({ id }) => !open.has(id));
  const { lost, added, changed } = differencesBetween(pointsOf(sent), came);
  const losses = [
    ...(refusedByCollector.length > 0
      ? [summed('the Collector did not take what the KMS sent', refusedByCollector)]
      : []),
    ...(lost.length > 0 ? [summed('the Collector was sent it and has not passed it on', lost)] : []),
    ...(added.length > 0
      ? [summed('the Collector passed on what it was never sent, or more often', added)]
      : []),
  ];
  return [
    ...losses.map((message) => finding(LOSSLESS, message)),
    ...(losses.length > 0 ? [] : [exercised(LOSSLESS)]),
    ...(changed.length > 0 ? [finding(UNCHANGED, summed('the Collector has changed', changed))] : []),
    ...(changed.length > 0 || passed.length === 0 ? [] : [exercised(UNCHANGED)]),
  ];
};
