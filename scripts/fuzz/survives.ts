import { writeBinary } from '../../src/kmip/binary.ts';
import { buildRequest } from '../../src/kmip/message.ts';
import { structure, text } from '../../src/kmip/ttlv.ts';
import { judgeAnswer } from './judge.ts';
import { KEPT, KEPT_KEY } from './seeds.ts';
import type { Answer, Target, Way } from './target.ts';
import { Wrong } from './wrong.ts';

/**
 * No input may keep a client waiting for longer. The dearest that is allowed takes about three seconds of a core to
 * itself (three derivations of four million hashes), and cores are shared.
 */
export const PATIENCE_MS = 20_000;

/** The keeper's: it writes nothing, once the object has been handed out. */
export const GOOD = writeBinary(
  buildRequest({
    header: { version: { major: 2, minor: 1 } },
    items: [{ operation: 'Get', payload: structure('RequestPayload', text('UniqueIdentifier', KEPT)) }],
  }),
);

/** @throws Wrong when nothing comes in time */
async function inTime<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Wrong(`${what} did not come within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What holds for every input: each answer is one that a server may give, in time, nothing went wrong inside, and the
 * next good request is answered as ever.
 * @throws Wrong
 */
export async function survives(target: Target, way: Way, input: Uint8Array): Promise<void> {
  try {
    const startedMs = performance.now();
    const answers = await inTime('the answer', target.send(way, input));
    // An answer that was computed without a pause was not interrupted by the timer.
    const tookMs = performance.now() - startedMs;
    if (tookMs > PATIENCE_MS) throw new Wrong(`the answer took ${Math.round(tookMs)} ms`);
    for (const answer of answers) judgeAnswer(way, answer);
    judgeGood(await inTime('the answer to a good request', target.ask(GOOD)));
    const [defect] = target.defects();
    if (defect !== undefined) throw new Wrong(`the server logged a defect: ${defect}`);
  } finally {
    target.reset();
  }
}

function judgeGood({ status, body }: Answer): void {
  if (status === 200 && Buffer.from(body.buffer, body.byteOffset, body.length).includes(KEPT_KEY)) return;
  throw new Wrong(
    `a good request was answered with the status ${status}: ${Buffer.from(body).toString('latin1').slice(0, 200)}`,
  );
}
