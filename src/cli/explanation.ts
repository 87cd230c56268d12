import type { Fault } from '../../faults/fault.ts';
import type { Check } from '../contract/checks.ts';
import type { Contract, Level } from '../contract/contract.ts';
import { howJudged } from '../judge/explanations.ts';
import type { PlannedScenario } from '../testbed/plan.ts';

export interface Explained {
  readonly contract: Contract;
  readonly check: Check;
  /** Profile -> level, of those that have the check. */
  readonly levels: ReadonlyMap<string, Level>;
  readonly scenarios: readonly PlannedScenario[];
  readonly textOf: (scenario: PlannedScenario) => readonly string[];
  readonly faults: readonly Fault[];
}

/** What a check asks, why, what is sent for it, how it is judged, and what proves that it can fail. */
export function explanation(explained: Explained): readonly string[] {
  const { contract, check, levels, scenarios, textOf, faults } = explained;
  return [
    check.id,
    `  ${check.text}`,
    ...(check.capability === undefined
      ? []
      : [`  only for a target with the capability ${check.capability}`]),
    ...[...Map.groupBy(levels, ([, level]) => level)].map(
      ([level, own]) => `  ${level} in ${own.map(([profile]) => profile).join(', ')}`,
    ),
    '',
    'Why',
    ...whyOf(contract, check).map((line) => `  ${line}`),
    '',
    'What is sent, and what must be seen then',
    ...scenarios.flatMap((scenario) => [
      `  ${scenario.location}`,
      ...textOf(scenario).map((line) => `  ${line}`.trimEnd()),
      '',
    ]),
    'How it is judged',
    `  ${howJudged(check.id) ?? 'A scenario passes or fails it.'}`,
    '',
    'Planted faults that it must catch',
    ...(faults.length === 0
      ? ['  none: see faults/kill.test.ts for the reason']
      : faults.map(({ id, words }) => `  ${id}: ${words}`)),
  ];
}

function whyOf({ instruments }: Contract, { id, source }: Check): readonly string[] {
  const instrument = instruments.find(({ name }) => id.startsWith(`${name}/`));
  if (instrument === undefined) return [source];
  const { number, kind, unit, document } = instrument;
  return [source, `instrument ${number}, ${kind}, unit ${unit}: "${document}"`];
}
