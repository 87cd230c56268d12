import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract, Definitions } from './contract.ts';
import { definitionOf, definitionsFrom, someDefinitions } from './definitions.ts';
import { ContractError, loadContract, PROFILES_FOLDER } from './load.ts';

/** The profile that all others are written as differences from. */
export const BASE_PROFILE = 'documented';

/** Names of the profiles that come with the suite, the base first. */
export const profiles = (): readonly string[] => [
  BASE_PROFILE,
  ...readdirSync(PROFILES_FOLDER)
    .filter((file) => file.endsWith('.toml'))
    .map((file) => file.slice(0, -'.toml'.length))
    .filter((name) => name !== BASE_PROFILE)
    .sort(),
];

/** By name, or from a file of one's own. @throws ContractError */
export const loadProfile = (nameOrPath: string): Contract => loadContract(fileOf(nameOrPath));

/** Where a profile lies, and whether it comes with the suite. @throws ContractError */
export function placeOfProfile(nameOrPath: string): { readonly file: string; readonly isOwn: boolean } {
  return { file: fileOf(nameOrPath), isOwn: !isPath(nameOrPath) };
}

const isPath = (nameOrPath: string): boolean => /[/\\]|\.toml$/.test(nameOrPath);

function fileOf(nameOrPath: string): string {
  if (isPath(nameOrPath)) return nameOrPath;
  const names = profiles();
  if (!names.includes(nameOrPath)) {
    throw new ContractError(
      `there is no profile ${JSON.stringify(nameOrPath)}; there are ${names.join(', ')}, or give the path of a file`,
    );
  }
  return join(PROFILES_FOLDER, `${nameOrPath}.toml`);
}

/**
 * The contract with definitions as a target picks them, by the names that profiles use.
 * @throws ContractError for one that there is not, and for one that the profile has fixed otherwise
 */
export function withPicks(contract: Contract, picks: Readonly<Record<string, unknown>>): Contract {
  const checked = someDefinitions.safeParse(picks);
  if (!checked.success) {
    const places = checked.error.issues.map(({ path, message }) => [...path, message].join(': '));
    throw new ContractError(`definitions of the target: ${places.join('; ')}`);
  }
  for (const [key, value] of Object.entries(checked.data)) {
    const own = definitionOf(contract.definitions, key);
    if (contract.fixed.has(key) && own !== value) {
      throw new ContractError(
        `the profile ${contract.profile} fixes ${key} = ${JSON.stringify(own)}; a target cannot pick ${JSON.stringify(value)}`,
      );
    }
  }
  const definitions: Definitions = { ...contract.definitions, ...definitionsFrom(checked.data) };
  return { ...contract, definitions };
}
