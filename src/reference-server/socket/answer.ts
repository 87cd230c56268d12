import { binary } from '../http/kmip/encodings.ts';
import { answerMessage, type MessageParts } from '../http/kmip/message-answer.ts';
import type { Caller } from '../http/kmip/operation-runner.ts';
import type { Frame } from './frames.ts';

export interface FrameAnswer {
  readonly bytes: Uint8Array;
  /** False after what is no TTLV: the specification trusts nothing that follows it on the same connection. */
  readonly mayGoOn: boolean;
}

/** Answers one message in binary TTLV. */
export const answerFrame = async (
  { bytes, problem }: Frame,
  caller: Caller,
  parts: MessageParts,
): Promise<FrameAnswer> => {
  let mayGoOn = false;
  const read: typeof binary.read = (body) => {
    if (problem !== undefined) throw problem;
    const item = binary.read(body);
    mayGoOn = true;
    return item;
  };
  const answer = await answerMessage(bytes, { ...binary, read }, caller, parts);
  return { bytes: answer, mayGoOn };
};
