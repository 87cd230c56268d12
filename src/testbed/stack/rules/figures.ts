import { numberOf } from '../../../dashboards/figure.ts';
import { STATS } from '../../../dashboards/stats.ts';
import { exercised, finding } from '../../../judge/finding.ts';
import { numberIn } from '../exposition.ts';
import { knownAt } from '../known.ts';
import { countPoints } from '../points.ts';
import { notTestable, type StackRule } from '../ruling.ts';

const CHECK = 'dashboards/figures';

/** Numbers of Prometheus and of the suite differ by no more than the last digit of a division. */
const DIVISION = 1e-12;

/** What every panel asks that shows one number is answered with the number that the traffic has led to. */
export const figures: StackRule = ({ moment, sent, figures: answers }) => {
  if (moment === undefined || countPoints(sent) === 0)
    return [notTestable(CHECK, 'there was no observation of a point')];
  const known = knownAt(moment);
  const expected = Object.values(STATS)
    .flat()
    .flatMap(({ title, figure }) => {
      const number = numberOf(figure, known);
      return Number.isFinite(number) ? [{ title, number }] : [];
    });
  const problems = expected.flatMap(({ title, number }) => {
    const answer = answers.get(title);
    if (answer === undefined) return [`the panel "${title}" would show nothing, and not ${number}`];
    return Math.abs(numberIn(answer) - number) <= DIVISION * Math.abs(number)
      ? []
      : [`the panel "${title}" would show ${answer}, and not ${number}`];
  });
  if (problems.length > 0) return problems.map((message) => finding(CHECK, message));
  return expected.length > 0 ? [exercised(CHECK)] : [notTestable(CHECK, 'nothing is known of any panel')];
};
