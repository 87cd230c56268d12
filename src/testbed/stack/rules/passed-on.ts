import { exercised, finding } from '../../../judge/finding.ts';
import { differencesBetween } from '../differences.ts';
import { countPoints, pointsOf } from '../points.ts';
import { notTestable, type StackRule, summed } from '../ruling.ts';

const LOSSLESS = 'collector/lossless';
const UNCHANGED = 'collector/unchanged';

/** What the Collector passed on is what the KMS sent: the same points, each as it was. */
export const passedOn: StackRule = ({ sent, passed, refusedByCollector }) => {
  if (countPoints(sent) === 0)
    return [LOSSLESS, UNCHANGED].map((check) => notTestable(check, 'the KMS has sent no point'));
  const { lost, added, changed } = differencesBetween(pointsOf(sent), pointsOf(passed));
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
