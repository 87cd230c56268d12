import type { Command } from 'commander';
import { paintFor } from '../../report/style.ts';
import { diagnose } from '../../testbed/doctor.ts';
import { PATIENCE_MS } from '../../testbed/until.ts';
import { TARGET } from '../exit-codes.ts';
import { type TargetOptions, targetOf, withTargetOptions } from '../target-options.ts';

export function addDoctor(program: Command): void {
  withTargetOptions(program.command('doctor'))
    .description('see whether a run has what it needs: the KMS, an identity, its pushes, clocks')
    .addHelpText(
      'after',
      '\nExamples:\n  kms-conformance doctor --target-file my-kms.toml\n  kms-conformance doctor --target url:http://127.0.0.1:9998 --listen 0.0.0.0:4317',
    )
    .action(async (options: TargetOptions) => {
      process.exitCode = await doctor(options);
    });
}

/** Exit code 0: everything is well; 4: something is not. */
async function doctor(options: TargetOptions): Promise<number> {
  const { target, contract } = targetOf(options);
  const paint = paintFor(process.stdout);
  let isWell = true;
  for await (const diagnosis of diagnose(target, contract, PATIENCE_MS)) {
    isWell &&= diagnosis.isWell;
    const mark = diagnosis.isWell ? paint('green', 'ok') : paint('red', 'NO');
    process.stdout.write(`${mark}  ${diagnosis.question}: ${diagnosis.found}\n`);
    if (diagnosis.remedy !== undefined) process.stdout.write(`    ${diagnosis.remedy}\n`);
  }
  return isWell ? 0 : TARGET;
}
