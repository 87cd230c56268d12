import type { Contract } from '../../contract/contract.ts';
import type { Export } from '../../otlp/export.ts';
import { exercised, finding } from '../finding.ts';
import { remembered } from '../remembered.ts';
import { samplesOf } from '../sample.ts';
import type { Rule } from './rule.ts';

const CHECK = 'data-model/collection-time';

/** One collection reads all instruments, and asks a store for some of them. */
export const COLLECTION_SPREAD_SECONDS = 1;

/** The points of one export that are documented were taken at one time. */
export const collectionTime: Rule = ({ contract, record }) => {
  const spreads = record.exports.map(spreadsOf(contract)).filter((spread) => spread !== undefined);
  if (spreads.length === 0) return [];
  const widest = Math.max(...spreads);
  return [
    exercised(CHECK),
    ...(widest <= COLLECTION_SPREAD_SECONDS
      ? []
      : [
          finding(
            CHECK,
            `the point times of one export lie ${widest.toFixed(3)} s apart, more than the ${COLLECTION_SPREAD_SECONDS} s that a collection may take`,
          ),
        ]),
  ];
};

/** Seconds; undefined where there is nothing documented. */
const spreadsOf = remembered((contract: Contract) => {
  const documented = new Set(contract.instruments.map(({ name }) => name));
  return remembered((exported: Export): number | undefined => {
    const times = samplesOf(exported)
      .filter(({ instrument }) => documented.has(instrument))
      .map(({ point }) => point.timeUnixNano)
      // A missing time is a finding of its own.
      .filter((time) => time !== 0n);
    const [first] = times;
    if (first === undefined) return undefined;
    const least = times.reduce((a, b) => (b < a ? b : a), first);
    const most = times.reduce((a, b) => (b > a ? b : a), first);
    return Number(most - least) / 1e9;
  });
});
