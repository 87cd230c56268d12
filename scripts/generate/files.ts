import { BASE_PROFILE, loadProfile, profiles } from '../../src/contract/profiles.ts';
import { dashboardFiles } from './dashboards/files.ts';
import { dashboardsPage } from './dashboards-page.ts';
import { profilesPage } from './profiles-page.ts';
import { prometheusPage } from './prometheus-page.ts';
import { registryOf } from './registry.ts';
import { targetFilePage } from './target-file-page.ts';

export const REGISTRY = 'contract/registry';

/** Path in the repository -> text, of everything that is generated from the profiles and the schema of target files. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const contracts = profiles().map(loadProfile);
  const documented = loadProfile(BASE_PROFILE);
  return new Map([
    ['docs/profiles.md', profilesPage(contracts)],
    ['docs/dashboards.md', dashboardsPage(documented)],
    ['docs/prometheus.md', prometheusPage(documented)],
    ['docs/target-file.md', targetFilePage(documented)],
    ...dashboardFiles(documented),
    ...contracts.flatMap((contract) =>
      [...registryOf(contract)].map(
        ([name, text]) => [`${REGISTRY}/${contract.profile}/${name}`, text] as const,
      ),
    ),
  ]);
}
