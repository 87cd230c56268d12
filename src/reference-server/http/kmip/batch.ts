import { encodedSize } from '../../../kmip/binary.ts';
import { KmipError } from '../../../kmip/errors.ts';
import {
  buildResponseItem,
  type RequestHeader,
  type RequestItem,
  type ResponseItem,
} from '../../../kmip/message.ts';
import type { Ttlv, TtlvStructure } from '../../../kmip/ttlv.ts';
import { readPayload, type Version, writePayload } from '../../../kmip/versions.ts';
import { placeholderAfter } from './id-placeholder.ts';
import type { Caller, Effects, OperationResult, RunOperation } from './operation-runner.ts';
import { type Journal, journalOf } from './undo.ts';

export interface BatchParts {
  readonly run: RunOperation;
  readonly effects: Effects;
}

export interface Batch {
  readonly header: Pick<RequestHeader, 'asynchronousIndicator' | 'errorContinuation' | 'maximumResponseSize'>;
  readonly items: readonly RequestItem[];
  readonly version: Version;
  /** Bytes of the answer without its items, in binary TTLV, whatever the encoding is. */
  readonly emptySize: number;
}

/**
 * Runs the items of a message in order, which every BatchOrderOption allows. After a failure the rest is neither run
 * nor answered, unless the client asked to continue; with Undo, what ran before is taken back.
 */
export const answerBatch = async (
  batch: Batch,
  caller: Caller,
  { run, effects }: BatchParts,
): Promise<readonly ResponseItem[]> => {
  const { errorContinuation } = batch.header;
  const answers: ResponseItem[] = [];
  const journals: Journal[] = [];
  let idPlaceholder: string | undefined;
  let size = batch.emptySize;
  for (const item of batch.items) {
    const journal = errorContinuation === 'Undo' ? journalOf(effects) : undefined;
    if (journal !== undefined) journals.push(journal);
    const exchange = { ...exchangeOf(item, batch, size), idPlaceholder };
    const result = await run(journal === undefined ? exchange : { ...exchange, effects: journal }, caller);
    const answer = itemAnswer(item, result);
    answers.push(answer);
    size += encodedSize(buildResponseItem(answer));
    if (result.ok) idPlaceholder = placeholderAfter(item.operation, result.payload, idPlaceholder);
    else if (errorContinuation === 'Undo') return undone(answers, journals);
    else if (errorContinuation !== 'Continue') break;
  }
  return answers;
};

const exchangeOf = (item: RequestItem, { header, version }: Batch, sizeBefore: number) => {
  const { operation, payload, criticalExtension } = item;
  return {
    name: operation,
    version,
    read: () => {
      if (header.asynchronousIndicator === 'Mandatory') throw noLaterAnswers();
      if (criticalExtension === undefined) return readPayload(operation, payload, version);
      throw new KmipError(
        'UnknownMessageExtension',
        'the item has a critical message extension, of which this server understands none',
      );
    },
    write: (_request: TtlvStructure, answer: readonly Ttlv[]) => {
      const fields = writePayload(operation, payload, answer, version);
      requireSize(item, fields, header.maximumResponseSize, sizeBefore);
      return fields;
    },
  };
};

const noLaterAnswers = (): KmipError =>
  new KmipError(
    'FeatureNotSupported',
    'AsynchronousIndicator is Mandatory, and this server answers at once only: send Optional, or none',
  );

/** @throws KmipError ResponseTooLarge (KMIP 2.1, Maximum Response Size); what the operation did stays done */
const requireSize = (
  item: RequestItem,
  fields: readonly Ttlv[],
  most: number | undefined,
  sizeBefore: number,
): void => {
  if (most === undefined) return;
  const size = sizeBefore + encodedSize(buildResponseItem(itemAnswer(item, { ok: true, payload: fields })));
  if (size <= most) return;
  throw new KmipError(
    'ResponseTooLarge',
    `TOO_LARGE: the answer has ${size} bytes, at most ${most} are allowed`,
  );
};

/** The failed item, last of all, and those before it: taken back from the last to the first. */
const undone = (answers: readonly ResponseItem[], journals: readonly Journal[]): readonly ResponseItem[] => {
  const takenBack = journals.toReversed().map((journal) => journal.undo());
  return answers.map((answer, index) => {
    const isUndone = answer.status === 'Success' && takenBack.at(-1 - index) === true;
    const { operation, uniqueBatchItemId } = answer;
    return isUndone ? { operation, uniqueBatchItemId, status: 'OperationUndone' } : answer;
  });
};

const itemAnswer = (
  { operation, uniqueBatchItemId }: RequestItem,
  result: OperationResult,
): ResponseItem => ({
  operation,
  uniqueBatchItemId,
  ...(result.ok
    ? {
        status: 'Success',
        payload: { tag: 'ResponsePayload', type: 'Structure', value: result.payload },
      }
    : failedItem(result.error)),
});

export const failedItem = ({ reason, message }: KmipError): ResponseItem => ({
  status: 'OperationFailed',
  reason,
  message,
});
