import type { StackEvidence } from './evidence.ts';
import { counters } from './rules/counters.ts';
import { figures } from './rules/figures.ts';
import { metricsRefused, traces } from './rules/jaeger.ts';
import { names } from './rules/names.ts';
import { passedOn } from './rules/passed-on.ts';
import { alertSelectors, dashboardQueries } from './rules/queries.ts';
import { onScreens } from './rules/screens.ts';
import { values } from './rules/values.ts';
import type { StackRule, StackRuling } from './ruling.ts';

/** Rules about programs that have to be asked again until they have taken in what they were given. */
const REST: readonly StackRule[] = [
  counters,
  names,
  values,
  dashboardQueries,
  figures,
  alertSelectors,
  traces,
  metricsRefused,
];

/** Ledger and stream on one side, what the stack has made of them on the other -> findings. Pure. */
export const judgeStack = (evidence: StackEvidence): readonly StackRuling[] =>
  [passedOn, ...REST, onScreens].flatMap((rule) => rule(evidence));

/** The rules about programs that have to be asked again. */
export const judgeRest = (evidence: Omit<StackEvidence, 'screens'>): readonly StackRuling[] =>
  REST.flatMap((rule) => rule({ ...evidence, screens: LATER }));

const LATER = { kind: 'not seen', reason: 'nobody has looked yet' } as const;
