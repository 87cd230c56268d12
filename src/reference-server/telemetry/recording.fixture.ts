import type { Recorder } from './recorder.ts';

/** A recorder for tests that keeps every fact it is told. */
export interface Recording {
  readonly recorder: Recorder;
  /** What a part of the recorder was told, in order, without the seconds, which no test can know. */
  told(part: keyof Recorder): readonly unknown[];
}

export const recording = (): Recording => {
  const facts: { part: keyof Recorder; args: readonly unknown[] }[] = [];
  const keep =
    (part: keyof Recorder) =>
    (...args: readonly unknown[]): void => {
      facts.push({ part, args });
    };
  return {
    recorder: {
      kmipOperation: keep('kmipOperation'),
      permissionsGranted: keep('permissionsGranted'),
      databaseOperation: keep('databaseOperation'),
      requestStarted: keep('requestStarted'),
      requestEnded: keep('requestEnded'),
      requestAnswered: keep('requestAnswered'),
      cacheOperation: keep('cacheOperation'),
      hsmOperation: keep('hsmOperation'),
    },
    told: (part) => facts.filter((fact) => fact.part === part).map(({ args }) => withoutSeconds(args)),
  };
};

const withoutSeconds = (args: readonly unknown[]): unknown => {
  const [only, ...more] = args;
  if (more.length > 0 || typeof only !== 'object' || only === null) return args;
  return Object.fromEntries(Object.entries(only).filter(([key]) => key !== 'seconds'));
};
