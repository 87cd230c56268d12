import { Option } from 'commander';
import { BASE_PROFILE } from '../contract/profiles.ts';

/** For commands that need a contract and no KMS. */
export const profileOption = (): Option =>
  new Option('--profile <name>', 'contract profile, by name or path').default(BASE_PROFILE);
