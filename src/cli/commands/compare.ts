import type { Command } from 'commander';
import { compare } from '../../capture/compare.ts';
import { paintFor } from '../../report/style.ts';
import { FileError } from '../../toml/read.ts';
import { type Opened, openSide, sideOf } from '../compared-side.ts';
import { comparisonJson, comparisonLines } from '../comparison.ts';
import { REGRESSION } from '../exit-codes.ts';
import { suite } from '../suite.ts';
import { checkPlaces, writeWhole } from '../whole-file.ts';

interface Options {
  readonly profile?: string;
  readonly strict?: boolean;
  readonly json?: string;
}

export function addCompare(program: Command): void {
  program
    .command('compare <a> <b>')
    .description('say what differs between two runs, and whether the product or the suite has changed')
    .option('--profile <name>', 'profile that captures are judged by; default: the one of the runs')
    .option('--strict', 'a SHOULD that breaks is a regression; default: as in the second run')
    .option('--no-strict', 'a SHOULD that breaks is none')
    .option('--json <file>', 'write the comparison as JSON')
    .addHelpText('after', HELP)
    .action(async (a: string, b: string, options: Options) => {
      process.exitCode = await compareFiles(a, b, options);
    });
}

const HELP = `
Each is a capture ("run --capture") or a JSON report ("run --json"), the earlier run first. Captures are both judged
anew, by this suite and one profile:

  product change    they differ then: the product does
  suite change      one of them is judged otherwise than when it was recorded: the suite, or the profile, has changed
  selection change  the check was left out of one run, or does not apply to its target
  undecided         of reports by different suites or contracts: nobody can tell; give captures

A regression is a product change, or an undecided one, by which a check breaks the verdict of the second run that did
not break the first's.

Exit codes: 0 no regression; 1 regressions; 2 usage: a file that is neither, or was cut short

Examples:
  kms-conformance compare monday.jsonl.gz tuesday.jsonl.gz
  kms-conformance compare report-5.25.json report-5.26.json --json differences.json`;

async function compareFiles(a: string, b: string, options: Options): Promise<number> {
  const { json, strict } = options;
  if (json !== undefined) await checkPlaces([{ option: 'json', file: json }]);
  const opened = [await openSide(a), await openSide(b)] as const;
  const common = profileOf(opened, options.profile);
  const wish = common?.option;
  const sides = [await sideOf(opened[0], wish), await sideOf(opened[1], wish)] as const;
  const levels = new Map([...sides[0].levels, ...sides[1].levels]);
  const { name, version } = suite();
  const comparison = {
    ...compare(...sides, levels, strict ?? sides[1].strict),
    sides,
    judgedBy: common && { suite: `${name} ${version}`, profile: common.name },
  };
  process.stdout.write(`${comparisonLines(comparison, paintFor(process.stdout)).join('\n')}\n`);
  if (json !== undefined) await writeWhole(json, comparisonJson(comparison));
  return comparison.differences.some(({ isRegression }) => isRegression) ? REGRESSION : 0;
}

/**
 * What captures are judged by: the wish, else the profile of the later one; undefined where there is no capture.
 * @throws FileError where they were judged by different ones, of which one does not come with the suite
 */
function profileOf(
  opened: readonly Opened[],
  wish: string | undefined,
): { readonly name: string; readonly option: string | undefined } | undefined {
  const contracts = opened.flatMap((side) => (side.kind === 'capture' ? [side.capture.header.contract] : []));
  const last = contracts.at(-1);
  if (last === undefined) return undefined;
  if (wish !== undefined) return { name: wish, option: wish };
  const isMixed = contracts.some(({ profile }) => profile !== last.profile);
  if (isMixed && contracts.some(({ isOwn }) => !isOwn))
    throw new FileError('the runs were judged by different profiles of your own: name one with --profile');
  return { name: last.profile, option: last.isOwn ? last.profile : undefined };
}
