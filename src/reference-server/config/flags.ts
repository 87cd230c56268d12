import { Command, CommanderError, Option } from 'commander';
import { ConfigError } from './error.ts';
import { type Setting, settings } from './settings.ts';
import type { Given } from './source.ts';

/** What a command line asks for. */
export type CommandLine =
  | { readonly ask: 'help' | 'version'; readonly print: string }
  | { readonly ask: 'run'; readonly configFile: string | undefined; readonly given: readonly Given[] };

/** Reads the arguments behind the name of the program. @throws ConfigError */
export const readFlags = (args: readonly string[], version: string): CommandLine => {
  const printed: string[] = [];
  const command = newCommand(version, (line) => printed.push(line));
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.version') return { ask: 'version', print: printed.join('') };
    if (error.code.startsWith('commander.help')) return { ask: 'help', print: printed.join('') };
    throw new ConfigError(`${sentence(error.message)} See --help.`);
  }
  const values = command.opts<Record<string, unknown>>();
  return { ask: 'run', configFile: values.config as string | undefined, given: givenFlags(values) };
};

const newCommand = (version: string, print: (text: string) => void): Command => {
  const command = new Command('kms')
    .description(
      'Reference key management service of kms-otlp-testbed: KMIP over HTTP and TLS, metrics over OTLP/gRPC.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this text')
    .option('-c, --config <file>', 'TOML file of settings (environment: KMS_CONF)')
    .addHelpText('after', `\n${afterHelp}`)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => undefined });
  for (const row of Object.values<Setting<unknown>>(settings)) {
    for (const [index, flag] of row.flags.entries())
      command.addOption(newOption(row, flag).hideHelp(index > 0));
  }
  return command;
};

const newOption = (row: Setting<unknown>, flag: string): Option => {
  const { placeholder, list } = row.kind;
  const option = new Option(
    placeholder === undefined ? `${flag} [true|false]` : `${flag} <${placeholder}>`,
    help(row),
  );
  if (list)
    option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  return option;
};

const help = (row: Setting<unknown>): string => {
  const spellings = [...row.flags.slice(1), ...row.env, ...row.toml.map(tomlSpelling)].join(', ');
  const preset =
    row.default === undefined || String(row.default) === '' ? '' : ` (default ${String(row.default)})`;
  return `${row.help}${preset}; also ${spellings}`;
};

const tomlSpelling = (path: string): string => {
  const [table, key] = path.split('.');
  return key === undefined ? path : `[${table}] ${key}`;
};

const environmentOnly = Object.values<Setting<unknown>>(settings)
  .filter((row) => row.flags.length === 0)
  .map((row) => `  ${row.env.join(', ')}  ${row.help} (default ${String(row.default)})`);

const afterHelp = [
  'Environment only:',
  ...environmentOnly,
  '  OTEL_RESOURCE_ATTRIBUTES, OTEL_EXPORTER_OTLP_HEADERS  as OpenTelemetry defines them',
  '',
  'A flag wins over the environment, the environment over the file.',
].join('\n');

const givenFlags = (values: Record<string, unknown>): readonly Given[] =>
  Object.entries<Setting<unknown>>(settings).flatMap(([key, row]) =>
    row.flags
      .map((flag) => ({ key: key as keyof typeof settings, place: flag, value: values[camelCase(flag)] }))
      .filter(({ value }) => value !== undefined),
  );

const camelCase = (flag: string): string =>
  flag.slice(2).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const sentence = (message: string): string => {
  const bare = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  return `${bare.charAt(0).toUpperCase()}${bare.slice(1)}${/[.?)]$/.test(bare) ? '' : '.'}`;
};
