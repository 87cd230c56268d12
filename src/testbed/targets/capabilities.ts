import { CAPABILITY_NAMES, type Capability } from '../../contract/capabilities.ts';
import type { Needs } from '../needs.ts';

/** What a target file claims. */
export interface Claims {
  readonly capabilities: ReadonlySet<Capability>;
  /** Names of the KMIP Operation enumeration; undefined = all that the suite asks for. */
  readonly operations: ReadonlySet<string> | undefined;
  /** As the telemetry has them; undefined = as many as the features name. */
  readonly userCount: number | undefined;
  /** Nobody else sends it requests while it is judged. */
  readonly exclusive: boolean;
}

/** Why a scenario with these tags and needs cannot be asked of a target; undefined = it can. */
export function unclaimed(
  { capabilities, operations, userCount }: Claims,
  { tags, needs }: { readonly tags: readonly string[]; readonly needs: Needs },
): string | undefined {
  const capability = CAPABILITY_NAMES.find((name) => tags.includes(`@${name}`) && !capabilities.has(name));
  if (capability !== undefined) return `the target does not claim the capability ${capability}`;
  const operation = needs.operations.find((name) => operations !== undefined && !operations.has(name));
  if (operation !== undefined) return `the target does not claim the operation ${operation}`;
  if (tags.includes('@users') && userCount !== undefined && needs.users.length > userCount)
    return `${needs.users.length} users are needed, and the target names ${userCount}`;
  return undefined;
}
