import { exercised, finding } from '../finding.ts';
import { OVERFLOW_KEY } from '../overflow.ts';
import { describeSeries } from '../sample.ts';
import type { Rule } from './rule.ts';

const CHECK = 'data-model/overflow';

/** The series that takes what exceeds the cardinality limit says so by one attribute, the boolean true, and no other. */
export const overflow: Rule = ({ contract, samples }) => {
  if (samples.length === 0) return [];
  const documented = new Set(contract.instruments.map(({ name }) => name));
  const wrong = new Map<string, string>();
  for (const { instrument, shape, attributes, point } of samples.filter(({ shape }) => shape.isOverflow)) {
    if (!documented.has(instrument) || wrong.has(instrument)) continue;
    const value = point.attributes.find(({ key }) => key === OVERFLOW_KEY)?.value;
    if (value !== true || shape.keys.length !== 1)
      wrong.set(
        instrument,
        `the overflow series of ${instrument} must carry ${OVERFLOW_KEY} = true and nothing else, but is ${describeSeries(instrument, attributes)}`,
      );
  }
  return [
    exercised(CHECK),
    ...[...wrong].map(([instrument, message]) => finding(CHECK, message, { series: instrument })),
  ];
};
