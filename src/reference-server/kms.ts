import { readFileSync } from 'node:fs';
import { readPushFiles } from './config/push-files.ts';
import { secretsOf } from './config/secrets.ts';
import type { Config } from './config/settings.ts';
import { readTlsFiles } from './config/tls-files.ts';
import { readApiToken } from './identity/api-token.ts';
import { loadIdentity } from './identity/load.ts';
import { openListeners, type Place } from './listeners.ts';
import { newLogger } from './log/logger.ts';
import { redactor, redactUrl } from './log/redact.ts';
import { openHsm, openStore } from './resources.ts';
import { noSeams, type Seams } from './seams.ts';
import { services } from './services.ts';
import { startTelemetry } from './telemetry/telemetry.ts';
import { VERSION } from './version.ts';

export type { Seams } from './seams.ts';

/** A server that listens: over HTTP, and over the socket when that is switched on. */
export interface Kms extends Place {
  readonly socket: Place | undefined;
  /** Lets open requests end, pushes the telemetry a last time and closes everything. */
  stop(): Promise<void>;
}

/** Composes and starts a server. @throws ConfigError, StartError */
export const startKms = async (config: Config, seamsGiven: Partial<Seams> = {}): Promise<Kms> => {
  const seams: Seams = { ...noSeams, ...seamsGiven };
  const startedAtMs = seams.clock.nowMs();
  const readFile = (name: string): string => readFileSync(name, 'utf8');
  const tls = readTlsFiles(config, readFile);
  const pushFiles = readPushFiles(config, readFile);
  const opened = new AsyncDisposableStack();
  try {
    const store = opened.adopt(seams.store(openStore(config)), (open) => open.close());
    const problems: string[] = [];
    const hsm = await openHsm(config, (problem) => problems.push(problem));
    if (hsm !== undefined) opened.defer(() => hsm.close());
    const nowUnixSeconds = (): bigint => BigInt(Math.floor(seams.clock.nowMs() / 1000));
    const apiToken = await readApiToken({ config, store, hsm, nowUnixSeconds });
    const identity = await loadIdentity(config, readFile, apiToken);
    const logger = newLogger(
      config.logLevel,
      redactor([...identity.secrets, ...secretsOf(config, process.env)]),
      seams.log,
    );
    for (const reason of problems) logger.warn('an HSM slot cannot be used', { reason });
    const telemetry = await startTelemetry({
      url: config.otlpUrl,
      connection: {
        headers: config.otlpHeaders,
        files: pushFiles,
        timeoutMs: config.otlpTimeoutMs,
        checksCertificate: true,
        withholdsSecrets: true,
      },
      metricsHeaders: config.otlpMetricsHeaders,
      tracesHeaders: config.otlpTracesHeaders,
      intervalMs: config.metricExportIntervalMs,
      environment: config.environment,
      version: VERSION,
      observed: { clock: seams.clock, startedAtMs, objectCounts: (now) => store.counts(now) },
      logger,
      meter: seams.meter,
      metricExporter: seams.metricExporter,
      retryPolicy: seams.retryPolicy,
      mostPointsPerExport: seams.mostPointsPerExport,
      pushConnection: seams.pushConnection,
    });
    opened.defer(() => telemetry.stop());
    const listeners = await openListeners({
      config,
      tls,
      identity,
      services: services({
        config,
        version: VERSION,
        clock: seams.clock,
        store,
        hsm: hsm === undefined ? undefined : seams.hsm(hsm),
        recorder: seams.recorder(telemetry.recorder),
        tracing: telemetry.tracing,
        logger,
      }),
      logger,
    });
    opened.defer(() => listeners.stop());
    const { http, socket } = listeners;
    logger.info('listening', {
      address: http.address,
      port: http.port,
      socketAddress: socket?.address,
      socketPort: socket?.port,
      version: VERSION,
      database: config.sqlitePath,
      telemetry: config.otlpUrl === undefined ? 'off' : redactUrl(config.otlpUrl),
    });
    telemetry.announce();
    return { address: http.address, port: http.port, socket, stop: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
};
