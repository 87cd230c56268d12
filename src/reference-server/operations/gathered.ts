import { KmipError } from '../../kmip/errors.ts';
import { maybeBytes } from '../../kmip/fields.ts';
import { bytes, structure, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import type { Operation, OperationContext } from './operation.ts';
import { refuseDigest } from './refuse-digest.ts';
import { inParts, type Stream } from './streams.ts';
import { identifierOf } from './target.ts';

/** Most bytes that one stream may gather: what one message may bring. A bound of this server. */
const MOST_BYTES = 1 << 26;

const OF_PARTS: readonly string[] = ['Data', 'InitIndicator', 'FinalIndicator', 'CorrelationValue'];

/** An operation whose result is of the whole data: parts are gathered, the last one brings the answer. */
export const gathered = (operation: string, whole: Operation, hasObject = true): Operation => {
  const answered = (payload: TtlvStructure, context: OperationContext) =>
    hasObject ? [text('UniqueIdentifier', identifierOf(payload, context))] : [];

  const begin = (first: TtlvStructure, context: OperationContext): Stream['take'] => {
    const named = answered(first, context);
    const parts: Uint8Array[] = [];
    const fields = new Map<string, TtlvStructure['value'][number]>();
    return async (payload, isLast, current) => {
      refuseDigest(payload);
      parts.push(maybeBytes(payload, 'Data') ?? new Uint8Array(0));
      if (parts.reduce((sum, { length }) => sum + length, 0) > MOST_BYTES) {
        throw new KmipError(
          'ServerLimitExceeded',
          `all parts together have at most ${MOST_BYTES} bytes here`,
        );
      }
      for (const field of payload.value) if (!OF_PARTS.includes(field.tag)) fields.set(field.tag, field);
      if (!isLast) return named;
      for (const field of named) fields.set(field.tag, field);
      const data = bytes('Data', new Uint8Array(Buffer.concat(parts)));
      return whole(structure(payload.tag, ...fields.values(), data), current);
    };
  };

  return (payload, context) =>
    inParts(
      operation,
      payload,
      context,
      () => begin(payload, context),
      () => whole(payload, context),
    );
};
