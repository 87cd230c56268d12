import { redactUrl } from '../log/redact.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { ConfigError } from './error.ts';
import { type CommandLine, readFlags } from './flags.ts';
import { type Config, type Setting, settings } from './settings.ts';
import type { Given } from './source.ts';
import { readText } from './text-file.ts';
import { requireTlsFiles } from './tls-files.ts';

export type { Config } from './settings.ts';

/** What the command line asks for, with the settings in force when that is to run. */
export type Request = Exclude<CommandLine, { ask: 'run' }> | { readonly ask: 'run'; readonly config: Config };

export interface ConfigSources {
  readonly args: readonly string[];
  readonly env: Environment;
  readonly readFile: (name: string) => string;
  readonly version: string;
}

/** Flags win over environment variables, these over the file, the file over the defaults. @throws ConfigError */
export const readConfig = async (sources: ConfigSources): Promise<Request> => {
  const line = readFlags(sources.args, sources.version);
  if (line.ask !== 'run') return line;
  const fileName = line.configFile ?? sources.env.KMS_CONF;
  const fromFile =
    fileName === undefined || fileName === '' ? [] : await givenInFile(fileName, sources.readFile);
  return { ask: 'run', config: resolve([...line.given, ...readEnvironment(sources.env), ...fromFile]) };
};

/** The settings in force, given values in falling order of precedence. Every value is checked, also those overruled. */
export const resolve = (given: readonly Given[]): Config => {
  const checked = given.map(({ key, place, value }) => ({ key, value: check(settings[key], place, value) }));
  const entries = Object.entries<Setting<unknown>>(settings).map(([key, row]) => {
    const first = checked.find((candidate) => candidate.key === key);
    return [key, first === undefined ? row.default : first.value];
  });
  const config = Object.fromEntries(entries) as Config;
  requireOnePinPerSlot(config);
  requireTlsFiles(config);
  return config;
};

const check = (row: Setting<unknown>, place: string, value: unknown): unknown => {
  const parsed = row.kind.parse(value);
  if (parsed !== undefined) return parsed;
  const shown = row.secret ? '' : ` is ${redactUrl(JSON.stringify(value))}, but`;
  throw new ConfigError(`${place}${shown} must be ${row.kind.allowed}.`);
};

const requireOnePinPerSlot = ({ hsmSlots, hsmPasswords }: Config): void => {
  if (hsmSlots.length === hsmPasswords.length) return;
  throw new ConfigError(
    `hsm_slot names ${hsmSlots.length} slots and hsm_password ${hsmPasswords.length} PINs: give one PIN for each slot, in the same order.`,
  );
};

const givenInFile = async (name: string, read: ConfigSources['readFile']): Promise<readonly Given[]> => {
  const content = readText(name, 'the settings file', read);
  // The TOML parser is loaded only when there is a file: it costs start-up time.
  const { readFile } = await import('./file.ts');
  return readFile(name, content);
};
