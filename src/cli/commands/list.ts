import type { Command } from 'commander';
import { readPlan, select } from '../../testbed/selection.ts';
import { type SelectionOptions, selectionOf, withSelection } from '../selection-options.ts';
import { withStackOption } from '../stack-option.ts';
import { type TargetOptions, targetOf, withTargetOptions } from '../target-options.ts';

interface Options extends TargetOptions, SelectionOptions {
  readonly json: boolean;
}

export function addList(program: Command): void {
  withStackOption(withSelection(withTargetOptions(program.command('list'))))
    .description('print the id, level and text of every check that run would judge with the same options')
    .option('--json', 'as JSON, with the scenarios that are evidence for each', false)
    .addHelpText(
      'after',
      '\nExamples:\n  kms-conformance list\n  kms-conformance list --target-file my-kms.toml --level MUST\n  kms-conformance list --instrument "kms.http.*" --json',
    )
    .action(async (options: Options) => {
      const { target, contract } = targetOf(options);
      const plan = select(contract, await readPlan(contract), {
        ...selectionOf(options),
        claims: target.claims,
        hsmReason: undefined,
        withStack: options.stack !== undefined,
      });
      const lines = options.json
        ? [JSON.stringify(entriesOf(plan), undefined, 2)]
        : plan.selected.map(lineOf);
      process.stdout.write(`${lines.join('\n')}\n`);
    });
}

type Plan = ReturnType<typeof select>;

const lineOf = ({ id, level, text }: Plan['checks'][number]): string =>
  `${id.padEnd(52)} ${level.padEnd(6)} ${text}`;

const entriesOf = ({ selected, scenarios }: Plan) =>
  selected.map(({ id, level, text }) => ({
    ...{ id, level, text },
    scenarios: scenarios
      .filter(({ checks }) => checks.includes(id))
      .map(({ name, location, tags }) => ({ name, location, tags })),
  }));
