import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Contract, Definitions } from './contract.ts';
import { parseContract } from './load.ts';

export const DOCUMENTED_FILE = fileURLToPath(new URL('../../contract/documented.toml', import.meta.url));

export const documentedToml = (): string => readFileSync(DOCUMENTED_FILE, 'utf8');

/** The documented profile, with other definitions where a test wants them. */
export function documented(definitions: Partial<Definitions> = {}): Contract {
  const contract = parseContract(documentedToml(), 'documented.toml');
  return { ...contract, definitions: { ...contract.definitions, ...definitions } };
}
