import type { Recorder } from '../telemetry/recorder.ts';
import type { ParentSpan, Tracing } from '../telemetry/tracing.ts';

export interface WatchedMessage {
  readonly span: ParentSpan;
  /** May be told more than once: the first counts. */
  end(answered: boolean): void;
}

/** Starts to watch a message: its connection is in use until it ends. It is no HTTP request, and is not counted as one. */
export type MessageWatch = () => WatchedMessage;

export const messageWatch =
  (recorder: Recorder, tracing: Tracing): MessageWatch =>
  () => {
    const span = tracing.message();
    let ended = false;
    recorder.requestStarted();
    return {
      span,
      end: (answered) => {
        if (ended) return;
        ended = true;
        recorder.requestEnded();
        span.end(answered);
      },
    };
  };
