import type { TLSSocket } from 'node:tls';
import type { ParentSpan } from '../telemetry/tracing.ts';
import type { FrameAnswer } from './answer.ts';
import { newDeadline } from './deadline.ts';
import { type Frame, framesOf } from './frames.ts';
import type { SocketLimits } from './limits.ts';
import type { MessageWatch, WatchedMessage } from './message-watch.ts';

export interface ConnectionParts {
  readonly answer: (
    frame: Frame,
    caller: { readonly user: string; readonly span: ParentSpan },
  ) => Promise<FrameAnswer>;
  readonly watch: MessageWatch;
  readonly limits: SocketLimits;
  /** A message could not be answered, which is a defect of this server. */
  readonly defect: (error: unknown) => void;
}

export interface Connection {
  /** Answers the message that has begun, if any, and no other. */
  stop(): void;
}

/** Answers the messages of one client, one at a time and in order, until either side has had enough. */
export const serveConnection = (socket: TLSSocket, user: string, parts: ConnectionParts): Connection => {
  const { answer, watch, limits, defect } = parts;
  const deadline = newDeadline(() => socket.destroy());
  let message: WatchedMessage | undefined;
  let stopping = false;

  const begun = (): void => {
    message = watch();
    deadline.in(limits.messageMs);
  };
  const answerNext = async (frame: Frame, { span, end }: WatchedMessage): Promise<boolean> => {
    deadline.clear();
    const { bytes, mayGoOn } = await answer(frame, { user, span }).catch((error: unknown) => {
      defect(error);
      throw error;
    });
    deadline.in(limits.answerMs);
    await write(socket, bytes);
    end(true);
    message = undefined;
    return mayGoOn;
  };
  const serve = async (): Promise<void> => {
    deadline.in(limits.idleMs);
    const chunks = socket.iterator({ destroyOnReturn: false });
    for await (const frame of framesOf(chunks, limits.messageBytes, begun)) {
      // Ended: the server stops, and could not answer what it would do.
      if (message === undefined || socket.writableEnded) return;
      if (!(await answerNext(frame, message)) || stopping) return;
      deadline.in(limits.idleMs);
    }
  };
  const sayFarewell = (): void => {
    deadline.in(limits.farewellMs);
    socket.end();
    // What still comes is dropped: closing over unread bytes would take the answer away from the client.
    socket.resume();
  };

  socket.once('close', () => {
    deadline.stop();
    message?.end(false);
  });
  // A client that goes away, and a defect, both end here.
  serve().then(sayFarewell, () => socket.destroy());
  return {
    stop: () => {
      stopping = true;
      if (message === undefined) sayFarewell();
    },
  };
};

const write = (socket: TLSSocket, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
