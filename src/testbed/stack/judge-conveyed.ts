import type { Conveyed } from './evidence.ts';
import { counters } from './rules/counters.ts';
import { passedOn } from './rules/passed-on.ts';
import { values } from './rules/values.ts';
import type { StackRuling } from './ruling.ts';

/**
 * What became of the metrics alone: none is lost on the way, and Prometheus has every number. What a Collector that was
 * restarted had counted of itself is gone, and nothing is said of it. Pure.
 */
export const judgeConveyed = (conveyed: Conveyed): readonly StackRuling[] => [
  ...passedOn(conveyed),
  ...(conveyed.restarts > 0 ? [] : counters(conveyed)),
  ...values(conveyed),
];
