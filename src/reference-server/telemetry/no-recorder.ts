import type { Recorder } from './recorder.ts';

const nothing = (): void => undefined;

/** Telemetry is off: every fact is forgotten. */
export const noRecorder: Recorder = {
  kmipOperation: nothing,
  permissionsGranted: nothing,
  databaseOperation: nothing,
  requestStarted: nothing,
  requestEnded: nothing,
  requestAnswered: nothing,
  cacheOperation: nothing,
  hsmOperation: nothing,
};
