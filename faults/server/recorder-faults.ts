import type { Recorder } from '../../src/reference-server/telemetry/recorder.ts';
import type { ServerFault } from '../fault.ts';

/** Wraps what the server tells its telemetry: defects of counting. */
export const wrapped = (
  id: string,
  words: string,
  expects: string,
  wrap: (recorder: Recorder) => Partial<Recorder>,
  more: Partial<ServerFault> = {},
): ServerFault => ({
  ...more,
  id,
  words,
  expects,
  plant: ({ hasStruck }) => ({
    recorder: (recorder) => ({ ...bound(recorder), ...telling(wrap(recorder), hasStruck) }),
  }),
});

/** Tells when one of the wrapped parts is used for the first time. */
const telling = <Part extends object>(parts: Part, hasStruck: () => void): Part =>
  Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      (...words: readonly unknown[]) => {
        hasStruck();
        return part(...words);
      },
    ]),
  ) as Part;

/** Methods of a class do not survive a spread; these do. */
const bound = (recorder: Recorder): Recorder => ({
  kmipOperation: (fact) => recorder.kmipOperation(fact),
  permissionsGranted: (grantee, types) => recorder.permissionsGranted(grantee, types),
  databaseOperation: (fact) => recorder.databaseOperation(fact),
  requestStarted: () => recorder.requestStarted(),
  requestEnded: () => recorder.requestEnded(),
  requestAnswered: (fact) => recorder.requestAnswered(fact),
  cacheOperation: (operation, result) => recorder.cacheOperation(operation, result),
  hsmOperation: (operation, model) => recorder.hsmOperation(operation, model),
});

export const recorderFaults: readonly ServerFault[] = [
  wrapped(
    'failures-uncounted',
    'operations that fail are not counted',
    'kms.kmip.operations.total/value',
    (recorder) => ({
      kmipOperation: (fact) => {
        if (fact.failure === undefined) recorder.kmipOperation(fact);
      },
    }),
  ),
  wrapped(
    'one-user',
    'every operation is booked on one user',
    'kms.kmip.operations.per_user.total/value',
    (recorder) => ({
      kmipOperation: (fact) => recorder.kmipOperation({ ...fact, user: 'admin' }),
    }),
  ),
  wrapped(
    'kmip-milliseconds',
    'operation durations are in milliseconds',
    'kms.kmip.operation.duration/value',
    (recorder) => ({
      kmipOperation: (fact) => recorder.kmipOperation({ ...fact, seconds: fact.seconds * 1000 }),
    }),
  ),
  wrapped(
    'kmip-whole-seconds',
    'operation durations are cut to whole seconds',
    'kms.kmip.operation.duration/value',
    (recorder) => ({
      kmipOperation: (fact) => recorder.kmipOperation({ ...fact, seconds: Math.trunc(fact.seconds) }),
    }),
  ),
  wrapped('errors-as-successes', 'one failure in two is no error', 'kms.errors.total/value', (recorder) => {
    let failures = 0;
    return {
      kmipOperation: (fact) => {
        if (fact.failure !== undefined) failures += 1;
        recorder.kmipOperation(failures % 2 === 0 ? { ...fact, failure: undefined } : fact);
      },
    };
  }),
  wrapped('one-error-type', 'all failures are of one type', 'kms.errors.total/attributes', (recorder) => ({
    kmipOperation: (fact) => recorder.kmipOperation({ ...fact, failure: fact.failure && 'GeneralFailure' }),
  })),
  wrapped(
    'grant-counted-once',
    'a grant of several operations counts one',
    'kms.permissions.granted.total/value',
    (recorder) => ({
      permissionsGranted: (grantee, types) => recorder.permissionsGranted(grantee, types.slice(0, 1)),
    }),
  ),
  wrapped(
    'grantor-counted',
    'permissions are booked on one user',
    'kms.permissions.granted.per_user.total/value',
    (recorder) => ({
      permissionsGranted: (_, types) => recorder.permissionsGranted('admin', types),
    }),
  ),
  wrapped(
    'database-milliseconds',
    'database durations are in microseconds',
    'kms.database.operation.duration/value',
    (recorder) => ({
      databaseOperation: (fact) => recorder.databaseOperation({ ...fact, seconds: fact.seconds * 1e6 }),
    }),
  ),
  wrapped(
    'database-now-and-then',
    'every third database operation counts twice',
    'database/proportional',
    (recorder) => {
      let operations = 0;
      return {
        databaseOperation: (fact) => {
          operations += 1;
          recorder.databaseOperation(fact);
          if (operations % 3 === 0) recorder.databaseOperation(fact);
        },
      };
    },
  ),
  wrapped('database-in-the-background', 'a timer works on the database', 'closed-world/idle', (recorder) => {
    const fact = { operation: 'find', backend: 'sqlite', outcome: 'success', seconds: 0.001 } as const;
    setInterval(() => recorder.databaseOperation(fact), 100).unref();
    return {};
  }),
  wrapped(
    'refusals-uncounted',
    'refused HTTP requests are not counted',
    'kms.http.requests.total/value',
    (recorder) => ({
      requestAnswered: (fact) => {
        if (fact.status < 400) recorder.requestAnswered(fact);
      },
    }),
  ),
  wrapped(
    'routes-as-other',
    'a known route is booked as another',
    'kms.http.requests.total/attributes',
    (recorder) => ({
      requestAnswered: (fact) =>
        recorder.requestAnswered({ ...fact, route: fact.route === '/health' ? '/version' : fact.route }),
    }),
  ),
  wrapped(
    'http-milliseconds',
    'HTTP durations are in milliseconds',
    'kms.http.request.duration/value',
    (recorder) => ({
      requestAnswered: (fact) => recorder.requestAnswered({ ...fact, seconds: fact.seconds * 1000 }),
    }),
  ),
  wrapped(
    'connections-leak',
    'a connection that ends is not taken off',
    'kms.active.connections/value',
    () => ({
      requestEnded: () => {},
    }),
  ),
  wrapped(
    'hit-for-miss',
    'cache hits and misses are swapped',
    'kms.cache.operations.total/attributes',
    (recorder) => ({
      cacheOperation: (operation, result) =>
        recorder.cacheOperation(operation, ({ hit: 'miss', miss: 'hit', ok: 'ok' } as const)[result]),
    }),
  ),
  wrapped(
    'insert-uncounted',
    'filling the cache is not counted',
    'kms.cache.operations.total/value',
    (recorder) => ({
      cacheOperation: (operation, result) => {
        if (operation !== 'insert') recorder.cacheOperation(operation, result);
      },
    }),
  ),
  wrapped(
    'second-key-uncounted',
    'of several wrapped keys that an operation needs the first is counted',
    'kms.cache.operations.total/value',
    (recorder) => {
      let looked = 0;
      return {
        kmipOperation: (fact) => {
          looked = 0;
          recorder.kmipOperation(fact);
        },
        cacheOperation: (operation, result) => {
          if (operation === 'get') looked += 1;
          if (looked < 2) recorder.cacheOperation(operation, result);
        },
      };
    },
  ),
  wrapped(
    'insert-before-unwrap',
    'a miss counts as filling the cache, whether the object could be unwrapped or not',
    'kms.cache.operations.total/value',
    (recorder) => ({
      cacheOperation: (operation, result) => {
        if (operation === 'insert') return;
        recorder.cacheOperation(operation, result);
        if (result === 'miss') recorder.cacheOperation('insert', 'ok');
      },
    }),
  ),
  wrapped(
    'wrap-uncounted',
    'wrapping in the HSM is not counted',
    'kms.hsm.operations.total/value',
    (recorder) => ({
      hsmOperation: (operation, model) => {
        if (operation !== 'Wrap') recorder.hsmOperation(operation, model);
      },
    }),
  ),
  wrapped(
    'decrypt-as-encrypt',
    'what the HSM decrypts is booked as encrypted',
    'kms.hsm.operations.total/attributes',
    (recorder) => ({
      hsmOperation: (operation, model) =>
        recorder.hsmOperation(operation === 'Decrypt' ? 'Encrypt' : operation, model),
    }),
  ),
];
