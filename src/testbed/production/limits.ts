import type { PlannedScenario } from '../plan.ts';

/** What a run may do to a KMS in production, as its target file declares it. */
export interface ProductionLimits {
  /** Names of the KMIP Operation enumeration. */
  readonly operations: ReadonlySet<string>;
  /** So many objects are made at most; all are destroyed again. */
  readonly objects: number;
  /** Every name that the suite chooses begins with it. */
  readonly namePrefix: string;
  readonly requestsPerSecond: number;
}

/** Destroy and Revoke take away what the run has made; GetAttributes shows that it is gone. */
const CLEANING = ['Revoke', 'Destroy', 'GetAttributes'];

/** What is archived must come back before it can be destroyed. */
const cleaningFor = (operations: ReadonlySet<string>): readonly string[] =>
  operations.has('Archive') ? [...CLEANING, 'Recover'] : CLEANING;

/** What a limit misses before a run may begin, as a sentence; undefined = nothing. */
export function missingIn({ operations }: ProductionLimits): string | undefined {
  const missing = cleaningFor(operations).filter((operation) => !operations.has(operation));
  return missing.length === 0
    ? undefined
    : `production_safe.operations lacks ${missing.join(', ')}: without them what the run makes cannot be taken away again`;
}

/** Why scenarios are refused; those that are not in the map may run, all of them together. */
export function refused(
  scenarios: readonly PlannedScenario[],
  { operations, objects }: ProductionLimits,
): ReadonlyMap<PlannedScenario, string> {
  const reasons = new Map<PlannedScenario, string>();
  let left = objects;
  for (const scenario of scenarios) {
    const { needs, tags } = scenario;
    const forbidden = needs.operations.find((name) => !operations.has(name));
    if (tags.includes('@intrusive'))
      reasons.set(scenario, 'refused in production: it sends what no client would');
    else if (forbidden !== undefined)
      reasons.set(scenario, `refused in production: ${forbidden} is not declared`);
    else if (needs.objects > left)
      reasons.set(
        scenario,
        `refused in production: it makes ${needs.objects} objects, and ${left} of ${objects} are left`,
      );
    else left -= needs.objects;
  }
  return reasons;
}
