import { fileURLToPath } from 'node:url';
import { Option } from 'commander';
import { BASE_PROFILE } from '../contract/profiles.ts';

/** The profile of the document itself. */
export const DOCUMENTED = fileURLToPath(new URL('../../contract/documented.toml', import.meta.url));

/** For commands that need a contract and no KMS. */
export const profileOption = (): Option =>
  new Option('--profile <name>', 'contract profile, by name or path').default(BASE_PROFILE);
