import type { Contract } from '../../contract/contract.ts';
import type { Export } from '../../otlp/export.ts';
import { exercised, finding } from '../finding.ts';
import { remembered } from '../remembered.ts';
import { metricsOf } from '../sample.ts';
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

const NO_TIME = 0n;

/** Seconds; undefined where there is nothing documented. */
const spreadsOf = remembered((contract: Contract) => {
  const documented = new Set(contract.instruments.map(({ name }) => name));
  return remembered((exported: Export): number | undefined => {
    let [least, most] = [NO_TIME, NO_TIME];
    for (const { instrument, samples } of metricsOf(exported)) {
      if (!documented.has(instrument)) continue;
      for (const { point } of samples) {
        const time = point.timeUnixNano;
        // A missing time is a finding of its own.
        if (time === NO_TIME) continue;
        if (least === NO_TIME || time < least) least = time;
        if (time > most) most = time;
      }
    }
    if (most === NO_TIME) return undefined;
    return Number(most - least) / 1e9;
  });
});
