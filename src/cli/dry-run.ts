import type { Plan } from '../testbed/selection.ts';

/** What a run would do: the checks, the scenarios, and what is out of it and why. Lines without their ends. */
export function dryRun({
  checks,
  selected,
  scenarios,
  refusals,
  exclusions,
  unasked,
}: Plan): readonly string[] {
  const isSelected = new Set(selected.map(({ id }) => id));
  const reasons = Map.groupBy(
    checks.filter(({ id }) => !isSelected.has(id)),
    ({ id }) => (exclusions.get(id) ?? unasked.get(id))?.reason ?? '',
  );
  return [
    `${selected.length} of ${checks.length} checks would be judged`,
    ...selected.map(({ id, level }) => `  ${id.padEnd(52)} ${level}`),
    '',
    `${scenarios.length} scenarios would run`,
    ...scenarios.map(({ location, name }) => `  ${location.padEnd(32)} ${name}`),
    ...[...Map.groupBy(refusals, ({ reason }) => reason)].flatMap(([reason, out]) => [
      '',
      `${out.length} scenarios would not run: ${reason}`,
      ...out.map(({ scenario: { location, name } }) => `  ${location.padEnd(32)} ${name}`),
    ]),
    ...[...reasons].flatMap(([reason, out]) => [
      '',
      `${out.length} checks would not be judged: ${reason}`,
      ...out.map(({ id }) => `  ${id}`),
    ]),
    '',
    'nothing was started; whether there is an HSM is seen at the start',
  ];
}
