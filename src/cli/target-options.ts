import type { Command } from 'commander';
import type { Contract } from '../contract/contract.ts';
import { loadProfile, withPicks } from '../contract/profiles.ts';
import { type OpenedTarget, openTarget } from '../testbed/targets/open-target.ts';

export interface TargetOptions {
  readonly target?: string;
  readonly targetFile?: string;
  readonly listen?: string;
  readonly profile?: string;
  readonly productionSafe: boolean;
}

/** Options of every command that needs a KMS. */
export const withTargetOptions = (command: Command): Command =>
  command
    .option(
      '--target <target>',
      'reference, command:PROGRAM ARGUMENT..., image:NAME:TAG, url:http(s)://HOST:PORT',
    )
    .option(
      '--target-file <file>',
      'TOML file that describes the target, or cosmian-5.17, cosmian-5.26, cosmian-5.28',
    )
    .option(
      '--listen <host:port>',
      'where the receiver waits for a KMS that runs already (default 127.0.0.1:4317)',
    )
    .option(
      '--production-safe',
      'keep to the limits in [production_safe] of the target file, and take away all that was made',
      false,
    )
    .option('--profile <name>', 'contract profile, by name or path; default: the one of the target file');

/** The target that the options name, and the contract that it is held to. */
export function targetOf({
  target,
  targetFile,
  listen,
  profile,
  productionSafe,
}: TargetOptions): OpenedTarget & {
  readonly contract: Contract;
} {
  const opened = openTarget({ target, targetFile, listen, productionSafe });
  const contract = withPicks(loadProfile(profile ?? opened.file.profile), opened.file.definitions);
  return { ...opened, contract };
}
