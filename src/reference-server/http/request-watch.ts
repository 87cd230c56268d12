import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../telemetry/clock.ts';
import type { Recorder } from '../telemetry/recorder.ts';
import type { RequestSpan, Tracing } from '../telemetry/tracing.ts';

export interface WatchedRequest {
  readonly span: RequestSpan;
  /** The answer is about to be written: what the client waits for after this is the network's. */
  answering(): void;
}

/** Starts to watch a request; everything that comes in is watched, whatever becomes of it. */
export type RequestWatch = (request: IncomingMessage, response: ServerResponse) => WatchedRequest;

export const requestWatch =
  (recorder: Recorder, tracing: Tracing, clock: Clock, routeOf: (url: string) => string): RequestWatch =>
  (request, response) => {
    const startedMs = clock.monotonicMs();
    const method = request.method ?? '';
    const route = routeOf(request.url ?? '');
    const span = tracing.request(method, route);
    let seconds: number | undefined;
    const elapsed = (): number => (clock.monotonicMs() - startedMs) / 1000;
    recorder.requestStarted();
    // 'close' comes exactly once, after the answer or when the client has gone.
    response.once('close', () => {
      const answered = response.writableFinished;
      recorder.requestEnded();
      if (answered) {
        recorder.requestAnswered({
          method,
          route,
          status: response.statusCode,
          seconds: seconds ?? elapsed(),
        });
      }
      span.end(answered ? response.statusCode : undefined);
    });
    return {
      span,
      answering: () => {
        seconds ??= elapsed();
      },
    };
  };
