import { KmipError } from '../../../kmip/errors.ts';
import { asStructure } from '../../../kmip/fields.ts';
import { readJson } from '../../../kmip/json.ts';
import { parseJsonText } from '../../../kmip/json-text.ts';
import type { HttpAnswer, HttpRequest } from '../routes.ts';
import { answerBare, kmipFailure } from './bare-answer.ts';
import { answerMessage } from './message-answer.ts';
import type { RunOperation } from './operation-runner.ts';

const MESSAGE = 'RequestMessage';
/** Enough to see the root tag of a message that breaks off or is broken further on. */
const HEAD_CHARACTERS = 200;

/** POST /kmip/2_1: JSON TTLV, a request message or one operation on its own. */
export const answerKmip = async (
  { body, user, span }: HttpRequest,
  run: RunOperation,
  nowUnixSeconds: () => bigint,
): Promise<HttpAnswer> => {
  const caller = { user, span };
  const message = (decode: () => ReturnType<typeof readJson>) =>
    answerMessage(decode, caller, run, nowUnixSeconds);
  try {
    const root = rootOf(body);
    if (root.tag === MESSAGE) return await message(() => readJson(root.item));
    return await answerBare(root.tag, bareReader(root.item), caller, run);
  } catch (error) {
    if (!(error instanceof KmipError)) throw error;
    const looksLikeMessage = body.toString('latin1', 0, HEAD_CHARACTERS).includes(`"${MESSAGE}"`);
    return looksLikeMessage ? await message(() => rethrow(error)) : kmipFailure(error);
  }
};

interface Root {
  readonly tag: string;
  readonly item: object;
}

/** @throws KmipError InvalidMessage for what is no JSON object with a tag */
const rootOf = (body: Buffer): Root => {
  const item = parseJsonText(textOf(body));
  if (typeof item === 'object' && item !== null && 'tag' in item && typeof item.tag === 'string') {
    return { tag: item.tag, item };
  }
  throw new KmipError(
    'InvalidMessage',
    'the body is not a TTLV item: a JSON object with tag, type and value',
  );
};

const textOf = (body: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new KmipError('InvalidMessage', 'the body is not UTF-8 text');
  }
};

/**
 * Reads the payload before the operation starts. A body that is no TTLV at all is refused here and no operation
 * begins; a name that no enumeration knows is the failure of an operation that began.
 */
const bareReader = (item: object) => {
  try {
    const payload = asStructure(readJson(item));
    return () => payload;
  } catch (error) {
    if (error instanceof KmipError && error.reason === 'UnknownEnumeration') return () => rethrow(error);
    throw error;
  }
};

const rethrow = (error: KmipError): never => {
  throw error;
};
