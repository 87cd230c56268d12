import { randomBytes } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { maybeBoolean, maybeBytes } from '../../kmip/fields.ts';
import { bytes, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';
import type { OperationContext } from './operation.ts';

/** Work on data that comes in several requests (KMIP 2.1, Encrypt: Init Indicator, Final Indicator, Correlation Value). */
export interface Stream {
  readonly operation: string;
  readonly user: string;
  /** Takes the next part. @throws KmipError, which ends the stream */
  take(payload: TtlvStructure, isLast: boolean, context: OperationContext): Promise<readonly Ttlv[]>;
}

/** The streams that are open, all in memory: a restart ends them. */
export interface Streams {
  open(stream: Stream): Uint8Array;
  /** @throws KmipError InvalidCorrelationValue */
  resume(correlation: Uint8Array, operation: string, user: string): Stream;
  close(correlation: Uint8Array): void;
}

/** Bounds of this server: who opens more, or stays away longer, loses the oldest. */
const MOST_OPEN = 1000;
const IDLE_SECONDS = 600n;
const CORRELATION_BYTES = 16;

const keyOf = (correlation: Uint8Array): string => Buffer.from(correlation).toString('hex');

export function createStreams(nowUnixSeconds: () => bigint): Streams {
  const open = new Map<string, { readonly stream: Stream; readonly usedAt: bigint }>();
  const put = (key: string, stream: Stream): void => {
    open.delete(key);
    open.set(key, { stream, usedAt: nowUnixSeconds() });
  };
  const forgetIdle = (): void => {
    for (const [key, { usedAt }] of open) {
      if (open.size <= MOST_OPEN && nowUnixSeconds() - usedAt <= IDLE_SECONDS) return;
      open.delete(key);
    }
  };
  return {
    open: (stream) => {
      const correlation = new Uint8Array(randomBytes(CORRELATION_BYTES));
      put(keyOf(correlation), stream);
      forgetIdle();
      return correlation;
    },
    resume: (correlation, operation, user) => {
      forgetIdle();
      const key = keyOf(correlation);
      const found = open.get(key);
      if (found === undefined || found.stream.operation !== operation || found.stream.user !== user) {
        throw new KmipError('InvalidCorrelationValue', `no ${operation} in parts has this CorrelationValue`);
      }
      put(key, found.stream);
      return found.stream;
    },
    close: (correlation) => {
      open.delete(keyOf(correlation));
    },
  };
}

interface Part {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly correlation: Uint8Array | undefined;
}

/** undefined for data that comes as a whole. @throws KmipError InvalidField */
function partIn(payload: TtlvStructure): Part | undefined {
  const isFirst = maybeBoolean(payload, 'InitIndicator') ?? false;
  const isLast = maybeBoolean(payload, 'FinalIndicator') ?? false;
  const correlation = maybeBytes(payload, 'CorrelationValue');
  if (!isFirst && !isLast && correlation === undefined) return undefined;
  if (isFirst && isLast) {
    throw new KmipError('InvalidField', 'data in one part needs neither init nor final indicator');
  }
  if (isFirst === (correlation === undefined)) return { isFirst, isLast, correlation };
  throw new KmipError(
    'InvalidField',
    'the first part of data has an init indicator, every other the CorrelationValue of its answer',
  );
}

/** Runs an operation on whole data, or on a part of it. @param begin opens the work, before it takes its first part */
export async function inParts(
  operation: string,
  payload: TtlvStructure,
  context: OperationContext,
  begin: () => Promise<Stream['take']> | Stream['take'],
  whole: () => Promise<readonly Ttlv[]>,
): Promise<readonly Ttlv[]> {
  const { user, streams } = context;
  const part = partIn(payload);
  if (part === undefined) return whole();
  if (part.correlation === undefined) {
    const stream = { operation, user, take: await begin() };
    const answer = await stream.take(payload, false, context);
    return [...answer, bytes('CorrelationValue', streams.open(stream))];
  }
  const stream = streams.resume(part.correlation, operation, user);
  try {
    const answer = await stream.take(payload, part.isLast, context);
    if (part.isLast) streams.close(part.correlation);
    return part.isLast ? answer : [...answer, bytes('CorrelationValue', part.correlation)];
  } catch (error) {
    streams.close(part.correlation);
    throw error;
  }
}
