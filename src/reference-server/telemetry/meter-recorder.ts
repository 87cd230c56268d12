import type { Meter } from '@opentelemetry/api';
import { ValueType } from '@opentelemetry/api';
import type { ObjectCounts } from '../store/store.ts';
import { ActiveUsers } from './active-users.ts';
import type { Clock } from './clock.ts';
import { DURATION_BOUNDS, type Instrument, instruments } from './instruments.ts';
import type { Recorder } from './recorder.ts';

const ACTIVE_USER_WINDOW_MS = 3_600_000;

/** What is read anew for every push, rather than counted as it happens. */
export interface Observed {
  readonly clock: Clock;
  readonly startedAtMs: number;
  readonly objectCounts: (nowUnixSeconds: bigint) => ObjectCounts;
}

/** Makes all instruments on a meter and tells them every fact. */
export const meterRecorder = (meter: Meter, observed: Observed): Recorder => {
  const activeUsers = new ActiveUsers(ACTIVE_USER_WINDOW_MS);
  let requestsInFlight = 0;
  observe(meter, observed, {
    activeUsers: (nowMs) => activeUsers.count(nowMs),
    requestsInFlight: () => requestsInFlight,
  });

  const kmipOperations = counter(meter, instruments.kmipOperations);
  const kmipOperationsPerUser = counter(meter, instruments.kmipOperationsPerUser);
  const kmipOperationDuration = histogram(meter, instruments.kmipOperationDuration);
  const errors = counter(meter, instruments.errors);
  const permissionsGranted = counter(meter, instruments.permissionsGranted);
  const permissionsGrantedPerUser = counter(meter, instruments.permissionsGrantedPerUser);
  const databaseOperations = counter(meter, instruments.databaseOperations);
  const databaseOperationDuration = histogram(meter, instruments.databaseOperationDuration);
  const httpRequests = counter(meter, instruments.httpRequests);
  const httpRequestDuration = histogram(meter, instruments.httpRequestDuration);
  const cacheOperations = counter(meter, instruments.cacheOperations);
  const hsmOperations = counter(meter, instruments.hsmOperations);

  return {
    kmipOperation: ({ operation, user, seconds, failure }) => {
      kmipOperations.add(1, { operation });
      kmipOperationsPerUser.add(1, { user, operation });
      kmipOperationDuration.record(seconds, { operation });
      if (failure !== undefined) errors.add(1, { error_type: failure });
      activeUsers.seen(user, observed.clock.monotonicMs());
    },
    permissionsGranted: (user, permissionTypes) => {
      for (const permission_type of permissionTypes) {
        permissionsGranted.add(1);
        permissionsGrantedPerUser.add(1, { user, permission_type });
      }
    },
    databaseOperation: ({ operation, backend, outcome, seconds }) => {
      databaseOperations.add(1, { operation, backend, outcome });
      databaseOperationDuration.record(seconds, { operation, backend, outcome });
    },
    requestStarted: () => {
      requestsInFlight += 1;
    },
    requestEnded: () => {
      requestsInFlight -= 1;
    },
    requestAnswered: ({ method, route, status, seconds }) => {
      const labels = { method, path: route, status: String(status) };
      httpRequests.add(1, labels);
      httpRequestDuration.record(seconds, labels);
    },
    cacheOperation: (operation, result) => cacheOperations.add(1, { operation, result }),
    hsmOperation: (operation, hsm_model) => hsmOperations.add(1, { operation, hsm_model }),
  };
};

interface Tracked {
  readonly activeUsers: (nowMs: number) => number;
  readonly requestsInFlight: () => number;
}

const observe = (meter: Meter, { clock, startedAtMs, objectCounts }: Observed, tracked: Tracked): void => {
  const startedAtMonotonicMs = clock.monotonicMs() - (clock.nowMs() - startedAtMs);
  const uptime = meter.createObservableCounter(
    instruments.serverUptime.name,
    options(instruments.serverUptime),
  );
  const upDown = (instrument: Instrument) =>
    meter.createObservableUpDownCounter(instrument.name, options(instrument));
  const startTime = upDown(instruments.serverStartTime);
  const activeUsers = upDown(instruments.activeUsers);
  const activeConnections = upDown(instruments.activeConnections);
  const objects = upDown(instruments.objects);
  const activeKeys = upDown(instruments.activeKeys);
  meter.addBatchObservableCallback(
    (result) => {
      result.observe(uptime, (clock.monotonicMs() - startedAtMonotonicMs) / 1000);
      result.observe(startTime, startedAtMs / 1000);
      result.observe(activeUsers, tracked.activeUsers(clock.monotonicMs()));
      result.observe(activeConnections, tracked.requestsInFlight());
    },
    [uptime, startTime, activeUsers, activeConnections],
  );
  // Apart from the others: when the store cannot be read, these are pushed all the same.
  meter.addBatchObservableCallback(
    (result) => {
      const counts = objectCounts(BigInt(Math.floor(clock.nowMs() / 1000)));
      result.observe(objects, counts.objects);
      result.observe(activeKeys, counts.activeKeys);
    },
    [objects, activeKeys],
  );
};

// The SDK's default is DOUBLE, which puts even counts on the wire as floating-point numbers.
const options = ({ unit, description, value }: Instrument) => ({
  unit,
  description,
  valueType: value === 'int' ? ValueType.INT : ValueType.DOUBLE,
});

const counter = (meter: Meter, instrument: Instrument) =>
  meter.createCounter(instrument.name, options(instrument));

const histogram = (meter: Meter, instrument: Instrument) =>
  meter.createHistogram(instrument.name, {
    ...options(instrument),
    advice: { explicitBucketBoundaries: DURATION_BOUNDS },
  });
