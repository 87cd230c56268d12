import { KmipError } from '../../../kmip/errors.ts';
import { asStructure } from '../../../kmip/fields.ts';
import { type HttpAnswer, type HttpRequest, plainText } from '../routes.ts';
import { answerBare, kmipFailure } from './bare-answer.ts';
import { binary, type Encoding, json, jsonItem, parsedJson } from './encodings.ts';
import { answerMessage, type MessageParts } from './message-answer.ts';

const MESSAGE = 'RequestMessage';
/** Enough to see the root tag of a message that breaks off or is broken further on. */
const HEAD_CHARACTERS = 200;

/** A KMIP answer is always status 200 (KMIP 2.1 HTTPS profile). */
const answered = async (
  encoding: Encoding,
  { body, user, span }: HttpRequest,
  parts: MessageParts,
): Promise<HttpAnswer> => ({
  status: 200,
  contentType: encoding.contentType,
  body: await answerMessage(body, encoding, { user, span }, parts),
});

const encodings: ReadonlyMap<string, Encoding> = new Map<string, Encoding>([
  ['application/octet-stream', binary],
  ['application/json', json],
]);

/** POST /kmip: a request message in the encoding that its content type names. */
export const answerKmip = async (request: HttpRequest, parts: MessageParts): Promise<HttpAnswer> => {
  const [mediaType = ''] = request.contentType.split(';', 1);
  const encoding = encodings.get(mediaType.trim().toLowerCase());
  if (encoding !== undefined) return answered(encoding, request, parts);
  return plainText(415, `Send the message with the Content-Type ${[...encodings.keys()].join(' or ')}.`);
};

/** POST /kmip/2_1: JSON TTLV whatever the content type, a request message or one operation on its own. */
export const answerKmipJson = async (request: HttpRequest, parts: MessageParts): Promise<HttpAnswer> => {
  const { body, user, span } = request;
  try {
    const root = rootOf(body);
    if (root.tag === MESSAGE) {
      return await answered({ ...json, read: () => jsonItem(root.item) }, request, parts);
    }
    return await answerBare(root.tag, bareReader(root.item), { user, span }, parts.run);
  } catch (error) {
    if (!(error instanceof KmipError)) throw error;
    const looksLikeMessage = body.toString('latin1', 0, HEAD_CHARACTERS).includes(`"${MESSAGE}"`);
    return looksLikeMessage ? await answered(json, request, parts) : kmipFailure(error);
  }
};

interface Root {
  readonly tag: string;
  readonly item: object;
}

/** @throws KmipError InvalidMessage for what is no JSON object with a tag */
const rootOf = (body: Buffer): Root => {
  const item = parsedJson(body);
  if (typeof item === 'object' && item !== null && 'tag' in item && typeof item.tag === 'string') {
    return { tag: item.tag, item };
  }
  throw new KmipError(
    'InvalidMessage',
    'the body is not a TTLV item: a JSON object with tag, type and value',
  );
};

/**
 * Reads the payload before the operation starts. A body that is no TTLV at all is refused here and no operation
 * begins; a name that no enumeration knows is the failure of an operation that began.
 */
const bareReader = (item: object) => {
  try {
    const payload = asStructure(jsonItem(item));
    return () => payload;
  } catch (error) {
    if (error instanceof KmipError && error.reason === 'UnknownEnumeration') return () => rethrow(error);
    throw error;
  }
};

const rethrow = (error: KmipError): never => {
  throw error;
};
