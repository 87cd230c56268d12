import { Command } from 'commander';
import { addBaseline } from './commands/baseline.ts';
import { addCompare } from './commands/compare.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExplain } from './commands/explain.ts';
import { addJudge } from './commands/judge.ts';
import { addList } from './commands/list.ts';
import { addLoad } from './commands/load.ts';
import { addRun } from './commands/run.ts';
import { addWatch } from './commands/watch.ts';
import { refuseUnknownCommands } from './unknown-command.ts';

/** All commands, not parsed yet. */
export function conformanceProgram(): Command {
  const program = new Command('kms-conformance')
    .description('Conformance suite for the OTLP telemetry of a key management service')
    .exitOverride()
    .showHelpAfterError('(see --help)')
    .addHelpText('after', EXAMPLES);
  const commands = [
    addRun,
    addJudge,
    addCompare,
    addList,
    addExplain,
    addBaseline,
    addDoctor,
    addWatch,
    addLoad,
  ];
  for (const add of commands) add(program);
  refuseUnknownCommands(program);
  return program;
}

const EXAMPLES = `
Examples:
  kms-conformance run --fast
  kms-conformance doctor --target-file my-kms.toml
  kms-conformance run --target-file my-kms.toml --baseline baseline.toml --html report.html
  kms-conformance explain kms.errors.total/value`;
