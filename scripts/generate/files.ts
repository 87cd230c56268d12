import { readFileSync } from 'node:fs';
import type { Measured } from '../../faults/report/measured.ts';
import { BASE_PROFILE, loadProfile, profiles } from '../../src/contract/profiles.ts';
import { dashboardFiles } from './dashboards/files.ts';
import { dashboardsPage } from './dashboards-page.ts';
import { faultsLine, faultsPage } from './faults-page.ts';
import { profilesPage } from './profiles-page.ts';
import { prometheusPage } from './prometheus-page.ts';
import { registryOf } from './registry.ts';
import { targetFilePage } from './target-file-page.ts';

export const REGISTRY = 'contract/registry';

/** Path in the repository -> text, of everything that is generated from the profiles, the schema of target files and the measurement. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const measured: Measured = JSON.parse(read('faults/measured.json'));
  const contracts = profiles().map(loadProfile);
  const documented = loadProfile(BASE_PROFILE);
  return new Map([
    ['docs/faults.md', faultsPage(measured)],
    ['README.md', withLine(read('README.md'), faultsLine(measured))],
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

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The line between the two marks is generated; the rest of the text is not. */
const LINE = /(?<=<!-- measured -->\n)[^\n]*(?=\n<!-- \/measured -->)/;

function withLine(text: string, line: string): string {
  if (!LINE.test(text))
    throw new Error('README.md has no line between <!-- measured --> and <!-- /measured -->');
  return text.replace(LINE, () => line);
}
