import { BASE_PROFILE, loadProfile, profiles } from '../../src/contract/profiles.ts';
import { profilesPage } from './profiles-page.ts';
import { prometheusPage } from './prometheus-page.ts';
import { registryOf } from './registry.ts';
import { targetFilePage } from './target-file-page.ts';

export const REGISTRY = 'contract/registry';

/** Path in the repository -> text, of everything that is generated from the profiles and the schema of target files. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const contracts = profiles().map(loadProfile);
  return new Map([
    ['docs/profiles.md', profilesPage(contracts)],
    ['docs/prometheus.md', prometheusPage(loadProfile(BASE_PROFILE))],
    ['docs/target-file.md', targetFilePage(loadProfile(BASE_PROFILE))],
    ...contracts.flatMap((contract) =>
      [...registryOf(contract)].map(
        ([name, text]) => [`${REGISTRY}/${contract.profile}/${name}`, text] as const,
      ),
    ),
  ]);
}
