import type { Command } from 'commander';
import type { Contract } from '../contract/contract.ts';
import { loadProfile, withPicks } from '../contract/profiles.ts';
import { REFERENCE_FILE } from '../testbed/reference-target.ts';
import { stackImage } from '../testbed/stack/images.ts';
import { type OpenedTarget, openTarget, type TargetWish } from '../testbed/targets/open-target.ts';

export interface TargetOptions {
  readonly target?: string;
  readonly targetFile?: string;
  readonly listen?: string;
  readonly profile?: string;
  readonly productionSafe: boolean;
  readonly stack?: 'containers';
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
  stack,
}: TargetOptions): OpenedTarget & {
  readonly contract: Contract;
} {
  const isReference = target === undefined && targetFile === undefined;
  const wish = stack !== undefined && isReference ? referenceImage() : { target, targetFile };
  const opened = openTarget({ ...wish, listen, productionSafe });
  const contract = withPicks(loadProfile(profile ?? opened.file.profile), opened.file.definitions);
  return { ...opened, contract };
}

/** The reference KMS in a container, which is described as the process is. */
function referenceImage(): Pick<TargetWish, 'target' | 'targetFile'> {
  const { variable, built } = stackImage('kms');
  return { target: `image:${process.env[variable] || built}`, targetFile: REFERENCE_FILE };
}
