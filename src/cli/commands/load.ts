import { type Command, Option } from 'commander';
import { LOAD_FAULTS, type LoadFault } from '../../load/faults.ts';
import { isHindrance } from '../../load/hindrance.ts';
import { LOAD_PROFILES, type LoadProfileName } from '../../load/profiles.ts';
import { paintFor } from '../../report/style.ts';
import { TargetError } from '../../testbed/targets/grammar.ts';
import { interruptible } from '../interrupt.ts';
import { isGood, loadReport } from '../load-report.ts';
import { withStackOption } from '../stack-option.ts';
import { type TargetOptions, targetOf, withTargetOptions } from '../target-options.ts';
import { checkPlaces, writeWhole } from '../whole-file.ts';

interface Options extends TargetOptions {
  readonly load: LoadProfileName;
  readonly strict?: boolean;
  readonly over: 'http' | 'socket';
  readonly fault?: LoadFault;
  readonly html?: string;
  readonly json?: string;
}

export function addLoad(program: Command): void {
  withStackOption(withTargetOptions(program.command('load')))
    .description('put load on a KMS with k6, then judge whether every operation was counted')
    .addOption(
      new Option('--load <profile>', 'how much, and how it comes and goes')
        .choices(Object.keys(LOAD_PROFILES))
        .default('smoke'),
    )
    .addOption(
      new Option(
        '--over <way>',
        'KMIP as JSON over HTTP, sent by k6, or as bytes over TLS, sent by the suite',
      )
        .choices(['http', 'socket'])
        .default('http'),
    )
    .addOption(new Option('--fault <fault>', 'what goes wrong meanwhile').choices(Object.keys(LOAD_FAULTS)))
    .option('--strict', 'SHOULD counts like MUST (the default for the reference KMS)')
    .option('--no-strict', 'SHOULD is reported and breaks nothing')
    .option('--html <file>', "k6's own report: times, rates and errors over the run, as a page")
    .option('--json <file>', 'what was sent and what was counted, as JSON')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      process.exitCode = await underLoad(options);
    });
}

const HELP = `
Load profiles:
${Object.entries(LOAD_PROFILES)
  .map(([name, { words }]) => `  ${name.padEnd(7)} ${words}`)
  .join('\n')}

Faults:
${Object.entries(LOAD_FAULTS)
  .map(([name, words]) => `  ${name.padEnd(19)} ${words}`)
  .join('\n')}

k6 is a program of its own (https://grafana.com/docs/k6): it is looked for in PATH, or where the environment variable
K6 says. Each kind of request is sent once by the suite first; under load every answer has to be like that one.

Exit codes:
  0  every operation was counted, label by label
  1  not every one was, or answers were lost, unlike the first ones, or later than the thresholds allow
  2  usage, or there is no k6
  4  the target did not start or died

Examples:
  npm run load
  npm run load -- --load spike --html spike.html
  npm run load -- --over socket
  npm run load -- --stack containers --fault collector-restarted
  kms-conformance load --target-file my-kms.toml --load load`;

/** @throws TargetError for what the fault cannot be had with */
function checkFault({ fault, target, targetFile, stack }: Options): void {
  if (fault === 'kms-killed' && stack !== undefined)
    throw new TargetError(
      '--fault kms-killed is not testable with --stack: what the killed KMS had pushed stays in Prometheus for minutes, beside what the new one pushes; leave one of the two away',
    );
  const isReference = (target ?? 'reference') === 'reference' && targetFile === undefined;
  if (isHindrance(fault) && (!isReference || stack !== undefined))
    throw new TargetError(
      `--fault ${fault} is not testable on this target: it is inside of the KMS, and only the reference can be made to have it, as a process of the suite (no --target, no --target-file, no --stack)`,
    );
}

async function underLoad({ load: name, over, html, json, ...options }: Options): Promise<number> {
  if (options.productionSafe)
    throw new TargetError(
      'load keeps to no limits: leave --production-safe away, and do not aim it at production',
    );
  checkFault({ ...options, load: name, over });
  if (over === 'socket' && html !== undefined)
    throw new TargetError('--html is the report of k6, which sends nothing over the socket: leave it away');
  await checkPlaces(
    Object.entries({ json, html }).flatMap(([option, file]) =>
      file === undefined ? [] : [{ option, file }],
    ),
  );
  const { target, contract } = targetOf(options);
  const { findK6 } = await import('../../load/k6.ts');
  const { load } = await import('../../load/load.ts');
  const { containers } = await import('../../testbed/stack/containers.ts');
  const result = await load({
    target,
    contract,
    profile: LOAD_PROFILES[name],
    over: over === 'socket' ? { by: 'socket' } : { by: 'k6', program: await findK6(process.env), html },
    fault: options.fault,
    stack: options.stack === undefined ? undefined : containers(process.env),
    strict: options.strict ?? target.strict,
    signal: interruptible(),
    say: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${loadReport(result, paintFor(process.stdout)).join('\n')}\n`);
  if (json !== undefined) await writeWhole(json, `${JSON.stringify(result, bigintsAsText, 2)}\n`);
  return isGood(result) ? 0 : 1;
}

const bigintsAsText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}` : value;
