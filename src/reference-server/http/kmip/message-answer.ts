import { KmipError } from '../../../kmip/errors.ts';
import { writeJson } from '../../../kmip/json.ts';
import {
  buildResponse,
  type ProtocolVersion,
  parseRequest,
  type RequestItem,
  type RequestMessage,
  type ResponseItem,
} from '../../../kmip/message.ts';
import { structure, type Ttlv } from '../../../kmip/ttlv.ts';
import type { HttpAnswer } from '../routes.ts';
import { placeholderAfter } from './id-placeholder.ts';
import { knownReason } from './names.ts';
import type { Caller, OperationResult, RunOperation } from './operation-runner.ts';

const NEWEST: ProtocolVersion = { major: 2, minor: 1 };
const spoken: readonly string[] = ['2.0', '2.1'];

/** Answers a request message: always with HTTP 200 and a response message (KMIP 2.1 HTTPS profile). */
export const answerMessage = async (
  decode: () => Ttlv,
  caller: Omit<Caller, 'idPlaceholder'>,
  run: RunOperation,
  nowUnixSeconds: () => bigint,
): Promise<HttpAnswer> => {
  const respond = (
    version: ProtocolVersion,
    items: readonly ResponseItem[],
    correlation?: string,
  ): HttpAnswer => ({
    status: 200,
    contentType: 'application/json',
    body: writeJson(
      buildResponse({
        header: { version, timeStamp: nowUnixSeconds(), clientCorrelationValue: correlation },
        items,
      }),
    ),
  });
  try {
    const message = parseRequest(decode());
    refuseWhatIsNotSpoken(message);
    const { version, clientCorrelationValue } = message.header;
    return respond(version, await answerItems(message, caller, run), clientCorrelationValue);
  } catch (error) {
    if (!(error instanceof KmipError)) throw error;
    return respond(NEWEST, [failed(error)]);
  }
};

const refuseWhatIsNotSpoken = ({ header }: RequestMessage): void => {
  const version = `${header.version.major}.${header.version.minor}`;
  if (!spoken.includes(version)) {
    throw new KmipError(
      'UnsupportedProtocolVersion',
      `the message is of KMIP ${version}; this server speaks ${spoken.join(' and ')} over JSON`,
    );
  }
  if (header.errorContinuation === 'Undo') {
    throw new KmipError(
      'FeatureNotSupported',
      'BatchErrorContinuationOption may be Stop or Continue, not Undo',
    );
  }
};

/** In order; after a failure the rest is neither run nor answered, unless the client asked to continue. */
const answerItems = async (
  { header, items }: RequestMessage,
  caller: Omit<Caller, 'idPlaceholder'>,
  run: RunOperation,
): Promise<readonly ResponseItem[]> => {
  const answers: ResponseItem[] = [];
  let idPlaceholder: string | undefined;
  for (const item of items) {
    const result = await run(item.operation, () => item.payload, { ...caller, idPlaceholder });
    answers.push(itemAnswer(item, result));
    if (result.ok) idPlaceholder = placeholderAfter(item.operation, result.payload, idPlaceholder);
    else if (header.errorContinuation !== 'Continue') break;
  }
  return answers;
};

const itemAnswer = (
  { operation, uniqueBatchItemId }: RequestItem,
  result: OperationResult,
): ResponseItem => ({
  operation,
  uniqueBatchItemId,
  ...(result.ok
    ? { status: 'Success', payload: structure('ResponsePayload', ...result.payload) }
    : failed(result.error)),
});

const failed = (error: KmipError): ResponseItem => ({
  status: 'OperationFailed',
  reason: knownReason(error.reason),
  message: error.message,
});
