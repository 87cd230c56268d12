import type { Readable } from 'node:stream';
import { Refusal } from './refusal.ts';

export const BODY_LIMIT_BYTES = 64 * 1024 * 1024;
/** A client may hold its body back for this long. */
export const BODY_LIMIT_MS = 60_000;

/** Collects a request body. @throws Refusal 413 when it is too long, 408 when it does not arrive in time */
export const readBody = (
  stream: Readable,
  limitBytes = BODY_LIMIT_BYTES,
  limitMs = BODY_LIMIT_MS,
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (conclude: () => void): void => {
      clearTimeout(timer);
      stream.removeAllListeners('data');
      conclude();
    };
    const refuse = (status: number, sentence: string): void => {
      // What still comes is read and dropped, so that the client gets to read the answer.
      settle(() => reject(new Refusal(status, sentence)));
      stream.resume();
    };
    const timer = setTimeout(() => {
      refuse(408, `The body did not arrive within ${limitMs / 1000} seconds.`);
    }, limitMs);
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limitBytes) refuse(413, `A request body is at most ${limitBytes} bytes long.`);
      else chunks.push(chunk);
    });
    stream.once('end', () => settle(() => resolve(Buffer.concat(chunks, length))));
    stream.once('error', (error) => settle(() => reject(error)));
    stream.once('close', () => settle(() => reject(new Error('The client went away.'))));
  });
