import { readFileSync } from 'node:fs';
import type { Config } from './config/settings.ts';
import type { Hsm } from './hsm/hsm.ts';
import { close, listen } from './http/listen.ts';
import { newHttpServer } from './http/server.ts';
import { loadIdentity } from './identity/load.ts';
import { newLogger } from './log/logger.ts';
import { reasonOf } from './log/reason.ts';
import { redactor, redactUrl } from './log/redact.ts';
import { noSeams, type Seams } from './seams.ts';
import { services } from './services.ts';
import { StartError } from './start-error.ts';
import { openSqliteStore } from './store/sqlite-store.ts';
import type { Store } from './store/store.ts';
import { startTelemetry } from './telemetry/telemetry.ts';
import { VERSION } from './version.ts';

export type { Seams } from './seams.ts';

/** A server that listens. */
export interface Kms {
  readonly address: string;
  readonly port: number;
  /** Lets open requests end, pushes the telemetry a last time and closes everything. */
  stop(): Promise<void>;
}

/** Composes and starts a server. @throws ConfigError, StartError */
export const startKms = async (config: Config, seamsGiven: Partial<Seams> = {}): Promise<Kms> => {
  const seams: Seams = { ...noSeams, ...seamsGiven };
  const startedAtMs = seams.clock.nowMs();
  const identity = await loadIdentity(config, (name) => readFileSync(name, 'utf8'));
  const logger = newLogger(config.logLevel, redactor(secretsOf(config, identity.secrets)), seams.log);
  const opened = new AsyncDisposableStack();
  try {
    const store = opened.adopt(seams.store(openStore(config.sqlitePath)), (open) => open.close());
    const hsm = await openHsm(config);
    if (hsm !== undefined) opened.defer(() => hsm.close());
    const telemetry = await startTelemetry({
      url: config.otlpUrl,
      intervalMs: config.metricExportIntervalMs,
      environment: config.environment,
      version: VERSION,
      observed: { clock: seams.clock, startedAtMs, objectCounts: (now) => store.counts(now) },
      logger,
      meter: seams.meter,
      metricExporter: seams.metricExporter,
    });
    opened.defer(() => telemetry.stop());
    const app = newHttpServer({
      ...services({
        config,
        version: VERSION,
        clock: seams.clock,
        store,
        hsm: hsm === undefined ? undefined : seams.hsm(hsm),
        recorder: seams.recorder(telemetry.recorder),
        tracing: telemetry.tracing,
        logger,
      }),
      authenticate: identity.authenticate,
      logger,
    });
    opened.defer(() => close(app));
    const { address, port } = await listen(app, config.hostname, config.port);
    logger.info('listening', {
      address,
      port,
      version: VERSION,
      database: config.sqlitePath,
      telemetry: config.otlpUrl === undefined ? 'off' : redactUrl(config.otlpUrl),
    });
    telemetry.announce();
    return { address, port, stop: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
};

const openStore = (folder: string): Store => {
  try {
    return openSqliteStore(folder);
  } catch (error) {
    throw new StartError(
      `Cannot open the database in the folder ${folder} (--sqlite-path): ${withoutStop(reasonOf(error))}.`,
    );
  }
};

const openHsm = async ({
  hsmLibrary,
  hsmModel,
  hsmSlots,
  hsmPasswords,
}: Config): Promise<Hsm | undefined> => {
  if (hsmSlots.length === 0) return undefined;
  const module = await import('./hsm/open.ts');
  const slots = hsmSlots.map((slot, index) => ({ slot, pin: pinOf(hsmPasswords[index]) }));
  try {
    return await module.openHsm({ library: hsmLibrary, model: hsmModel, slots });
  } catch (error) {
    throw new StartError(`Cannot open the HSM: ${withoutStop(reasonOf(error))}.`);
  }
};

/** A slot that is used without login, as the configuration files in the field spell it. */
const NO_LOGIN = '<NO_LOGIN>';

const pinOf = (given: string | undefined): string | undefined => (given === NO_LOGIN ? undefined : given);

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');

/** Everything that must never be written anywhere. */
const secretsOf = (config: Config, tokens: readonly string[]): readonly string[] => [
  ...tokens,
  ...config.hsmPasswords.filter((pin) => pin !== NO_LOGIN),
  ...headerValues(process.env.OTEL_EXPORTER_OTLP_HEADERS),
  ...headerValues(process.env.OTEL_EXPORTER_OTLP_METRICS_HEADERS),
  ...headerValues(process.env.OTEL_EXPORTER_OTLP_TRACES_HEADERS),
];

/** The values of "key=value,key=value", as written and as sent. */
const headerValues = (headers = ''): readonly string[] =>
  headers.split(',').flatMap((pair) => {
    const value = pair.slice(pair.indexOf('=') + 1).trim();
    return value === '' ? [] : [value, decoded(value)];
  });

const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};
