import type { Conveyed } from './evidence.ts';
import { counters } from './rules/counters.ts';
import { passedOn } from './rules/passed-on.ts';
import { values } from './rules/values.ts';
import { notTestable, type StackRuling } from './ruling.ts';

/** What became of the metrics alone: none is lost on the way, and Prometheus has every number. Pure. */
export const judgeConveyed = (conveyed: Conveyed): readonly StackRuling[] => [
  ...passedOn(conveyed),
  ...(conveyed.restarts > 0 ? [FORGOTTEN] : counters(conveyed)),
  ...values(conveyed),
];

const FORGOTTEN = notTestable(
  'collector/counters',
  'the Collector was restarted, and what it counted before is gone',
);
