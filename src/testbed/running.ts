/** A KMS that serves: a process, a container, or somebody else's. */
export interface Running {
  /** undefined where it is not a process of this machine's. */
  readonly pid: number | undefined;
  /** Unix milliseconds; undefined where the suite has not started it. */
  readonly spawnedAtUnixMs: number | undefined;
  /** When it was told to stop or was killed. */
  readonly stoppedAtUnixMs: number | undefined;
  readonly isRunning: boolean;
  /** The last lines of its log, for start-up errors and time-outs. */
  readonly logTail: string;
  /** Everything that it has printed; empty where its log is kept elsewhere. */
  readonly log: string;
  /** How it ended, in words; never rejects. */
  readonly ended: Promise<string>;
  /** SIGTERM, and SIGKILL when it has not ended in time; returns how it ended. */
  stop(graceMs: number): Promise<string>;
  /** Ends it at once and clears away what is left of it; safe when it has ended already. */
  kill(): Promise<string>;
}
