import type { Command } from 'commander';
import type { Fault } from '../../../faults/fault.ts';
import { checksOf } from '../../contract/checks.ts';
import type { Contract, Level } from '../../contract/contract.ts';
import { loadProfile, profiles } from '../../contract/profiles.ts';
import { scenarioText } from '../../testbed/scenario-text.ts';
import { readPlan } from '../../testbed/selection.ts';
import { wantedOf } from '../../testbed/wanted.ts';
import { explanation } from '../explanation.ts';
import { profileOption } from '../profiles.ts';

export function addExplain(program: Command): void {
  program
    .command('explain <id>')
    .description('what a check asks, why, what it sends, how it is judged, and which fault proves it')
    .addOption(profileOption())
    .addHelpText(
      'after',
      '\nExamples:\n  kms-conformance explain kms.errors.total/value\n  kms-conformance explain "push/*"\n  kms-conformance explain kms.objects.total/kind --profile cosmian-5.26',
    )
    .action(async (id: string, { profile }: { readonly profile: string }) => {
      const contract = loadProfile(profile);
      const { checks, scenarios } = wantedOf(contract, await readPlan(contract), { checks: [id] });
      const faults = await allFaults(contract);
      const texts = checks.map((check) =>
        explanation({
          contract,
          check,
          levels: levelsOf(check.id),
          scenarios: scenarios.filter((scenario) => scenario.checks.includes(check.id)),
          textOf: ({ location }) => scenarioText(location),
          faults: faults.filter(({ expects }) => expects === check.id),
        }).join('\n'),
      );
      process.stdout.write(`${texts.join('\n\n\n')}\n`);
    });
}

const levelsOf = (id: string): ReadonlyMap<string, Level> =>
  new Map(
    profiles().flatMap((profile) =>
      checksOf(loadProfile(profile)).flatMap((check) => (check.id === id ? [[profile, check.level]] : [])),
    ),
  );

/** Loaded on demand: with the faults comes the whole reference server. */
async function allFaults(contract: Contract): Promise<readonly Fault[]> {
  const { wireFaults } = await import('../../../faults/kill.ts');
  const { serverFaults } = await import('../../../faults/server/catalogue.ts');
  const { stackFaults } = await import('../../../faults/stack/stack-faults.ts');
  return [...wireFaults(contract), ...serverFaults, ...stackFaults];
}
