import { type Command, Option } from 'commander';
import type { Level } from '../contract/contract.ts';
import type { Selection } from '../testbed/selection.ts';
import { openChecksOf } from './past-run.ts';

export interface SelectionOptions {
  readonly fast: boolean;
  readonly check?: string[];
  readonly instrument?: string[];
  readonly tag?: string[];
  readonly level?: Level[];
  readonly rerunFailed?: string;
}

/** The options that choose from all checks: the same words choose the same in every command. */
export const withSelection = (command: Command): Command =>
  command
    .option(
      '--fast',
      'leave out what takes long: pushes 30 s apart, the push as a conversation, secrets',
      false,
    )
    .option('--check <id...>', 'only these checks; * stands for any text: "kms.errors.total/*", "*/value"')
    .option('--instrument <name...>', 'only checks of these instruments, by name, pattern or number')
    .option('--tag <tag...>', 'only scenarios with one of these tags, and what they are evidence for')
    .addOption(
      new Option('--level <level...>', 'only checks of these levels').choices(['MUST', 'SHOULD', 'MAY']),
    )
    .option('--rerun-failed <report.json>', 'only what did not pass in the run of this report');

/** @throws FileError for a report that cannot be read, PlanError where nothing in it is left to run again */
export function selectionOf(options: SelectionOptions): Omit<Selection, 'hsmReason' | 'claims'> {
  const { fast, check, instrument, tag, level, rerunFailed } = options;
  return {
    fast,
    checks: check,
    instruments: instrument,
    tags: tag,
    levels: level,
    open: rerunFailed === undefined ? undefined : openChecksOf(rerunFailed),
  };
}
