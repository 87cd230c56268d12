import { CommanderError } from 'commander';
import { ContractError } from '../contract/load.ts';
import { K6Error, RehearsalError } from '../load/errors.ts';
import { ListenError } from '../otlp/listen-error.ts';
import { redactor } from '../report/redact.ts';
import { PlanError } from '../testbed/plan.ts';
import { CaptureError } from '../testbed/recording/exchange.ts';
import { knownSecrets } from '../testbed/secrets.ts';
import { TargetError } from '../testbed/targets/grammar.ts';
import { TemplateError } from '../testbed/targets/template.ts';
import { WaitError } from '../testbed/until.ts';
import { FileError } from '../toml/read.ts';
import { PageError } from '../watch/server.ts';
import { letReadersLeave } from './closed-pipe.ts';
import { INTERRUPTED, OWN_ERROR, TARGET, USAGE } from './exit-codes.ts';
import { Interrupted } from './interrupt.ts';
import { conformanceProgram } from './program.ts';
import { guardVerdict } from './verdict-guard.ts';
import { PlaceError } from './whole-file.ts';

/** What a user can mend. */
const MISTAKES = [
  ListenError,
  PageError,
  PlanError,
  ContractError,
  FileError,
  CaptureError,
  TargetError,
  TemplateError,
  PlaceError,
  K6Error,
  RehearsalError,
];

/** Does what the command line says. */
export async function launch(): Promise<void> {
  letReadersLeave(process.stdout, process.stderr);
  const concluded = guardVerdict(process, say);
  try {
    await conformanceProgram().parseAsync();
  } catch (error) {
    process.exitCode = explain(error);
  }
  concluded();
  if (process.exitCode === INTERRUPTED) process.exit();
}

/** One sentence for what a user can mend; a stack trace only for an error of the suite. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (MISTAKES.some((mistake) => error instanceof mistake)) {
    say((error as Error).message);
    return USAGE;
  }
  if (error instanceof Interrupted) return INTERRUPTED;
  if (error instanceof WaitError) {
    say(error.message);
    return TARGET;
  }
  say(`error of the suite itself: ${error instanceof Error ? error.stack : String(error)}`);
  return OWN_ERROR;
}

/** Errors quote the log of the target, which may hold what it was given. */
function say(text: string): void {
  process.stderr.write(`${redactor(knownSecrets())(text)}\n`);
}
