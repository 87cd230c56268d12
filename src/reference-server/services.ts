import { newAccess } from './access/access.ts';
import type { Config } from './config/settings.ts';
import type { Hsm } from './hsm/hsm.ts';
import { accessRoutes } from './http/access-routes.ts';
import { answerKmip, answerKmipJson } from './http/kmip/kmip-answer.ts';
import type { MessageParts } from './http/kmip/message-answer.ts';
import { operationRunner } from './http/kmip/operation-runner.ts';
import { publicRoutes } from './http/public-routes.ts';
import { requestWatch } from './http/request-watch.ts';
import { type Route, routeNamer } from './http/routes.ts';
import type { HttpParts } from './http/server.ts';
import { createVault, type VaultOptions } from './keys/key-vault.ts';
import { stateInForce } from './lifecycle.ts';
import type { Logger } from './log/logger.ts';
import { execute } from './operations/execute.ts';
import { handOutsOf } from './operations/hand-outs.ts';
import { createStreams } from './operations/streams.ts';
import { answerFrame } from './socket/answer.ts';
import type { ConnectionParts } from './socket/connection.ts';
import { messageWatch } from './socket/message-watch.ts';
import { jointStore } from './store/joint-store.ts';
import type { Store } from './store/store.ts';
import type { Clock } from './telemetry/clock.ts';
import { instrumentHsm } from './telemetry/instrument-hsm.ts';
import { instrumentStore } from './telemetry/instrument-store.ts';
import type { Recorder } from './telemetry/recorder.ts';
import type { Tracing } from './telemetry/tracing.ts';

export interface ServiceParts {
  readonly config: Config;
  readonly version: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly hsm: Hsm | undefined;
  readonly recorder: Recorder;
  readonly tracing: Tracing;
  readonly logger: Logger;
}

export interface Services extends Pick<HttpParts, 'routes' | 'watch'> {
  /** What the messages are answered with that come over the socket. */
  readonly socket: Pick<ConnectionParts, 'answer' | 'watch'>;
}

/** Everything that the server offers, with every call to the store and the HSM told to the recorder. */
export const services = (parts: ServiceParts): Services => {
  const { config, version, clock, recorder, tracing, logger } = parts;
  const { store, handedOut } = handOutsOf(instrumentStore(jointStore(parts.store), recorder, clock), logger);
  const hsm = parts.hsm === undefined ? undefined : instrumentHsm(parts.hsm, recorder);
  const nowUnixSeconds = (): bigint => BigInt(Math.floor(clock.nowMs() / 1000));
  const vault = createVault({
    store,
    hsm,
    hsmAdmins: config.hsmAdmins,
    keyEncryptionKey: config.keyEncryptionKey,
    cache: cacheOf(config),
    recorder,
    nowUnixSeconds,
    monotonicMs: clock.monotonicMs,
  });
  const effects = { store, vault, hsm };
  const run = operationRunner({
    execute,
    context: {
      ...effects,
      handedOut,
      hsmAdmins: config.hsmAdmins,
      nowUnixSeconds,
      streams: createStreams(nowUnixSeconds),
    },
    recorder,
    clock,
    logger,
  });
  const messages: MessageParts = { run, effects, nowUnixSeconds };
  const access = newAccess({
    store,
    recorder,
    hsmAdmins: config.hsmAdmins,
    stateOf: (object) => stateInForce(object, nowUnixSeconds()),
  });
  const routes: readonly Route[] = [
    {
      method: 'POST',
      path: '/kmip/2_1',
      public: false,
      answer: (request) => answerKmipJson(request, messages),
    },
    {
      method: 'POST',
      path: '/kmip',
      public: false,
      answer: (request) => answerKmip(request, messages),
    },
    ...accessRoutes(access),
    ...publicRoutes({
      version,
      database: store.backend,
      probeDatabase: () => store.counts(nowUnixSeconds()),
      clock,
    }),
  ];
  return {
    routes,
    watch: requestWatch(recorder, tracing, clock, routeNamer(routes)),
    socket: {
      answer: (frame, caller) => answerFrame(frame, caller, messages),
      watch: messageWatch(recorder, tracing),
    },
  };
};

const MS_PER_MINUTE = 60_000;

const cacheOf = (config: Config): VaultOptions['cache'] =>
  config.disableUnwrappedCache
    ? undefined
    : {
        idleMs: config.unwrappedCacheMaxAgeMinutes * MS_PER_MINUTE,
        maxEntries: config.unwrappedCacheMaxSize,
      };
