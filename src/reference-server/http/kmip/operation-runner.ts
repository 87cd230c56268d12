import { KmipError } from '../../../kmip/errors.ts';
import type { Ttlv, TtlvStructure } from '../../../kmip/ttlv.ts';
import type { Logger } from '../../log/logger.ts';
import type { OperationContext } from '../../operations/operation.ts';
import type { Clock } from '../../telemetry/clock.ts';
import type { Recorder } from '../../telemetry/recorder.ts';
import type { RequestSpan } from '../../telemetry/tracing.ts';
import { kmipOperation, knownReason } from './names.ts';

/** One KMIP operation by its name. @throws KmipError */
export type Execute = (
  operation: string,
  payload: TtlvStructure,
  context: OperationContext,
) => Promise<readonly Ttlv[]>;

export interface Caller {
  readonly user: string;
  readonly span: RequestSpan;
  readonly idPlaceholder: string | undefined;
}

export type OperationResult =
  | { readonly ok: true; readonly payload: readonly Ttlv[] }
  | { readonly ok: false; readonly error: KmipError };

/**
 * Runs one operation and tells the telemetry, whatever becomes of it. `work` may refuse a payload that could not
 * even be read: that, too, is an operation that failed.
 */
export type RunOperation = (
  name: string,
  payload: () => TtlvStructure,
  caller: Caller,
) => Promise<OperationResult>;

/** The one label of all operations that KMIP does not know. */
const UNKNOWN = 'Unknown';

export interface RunnerParts {
  readonly execute: Execute;
  readonly context: Omit<OperationContext, 'user' | 'idPlaceholder'>;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly logger: Logger;
}

export const operationRunner =
  ({ execute, context, recorder, clock, logger }: RunnerParts): RunOperation =>
  async (name, payload, { user, span, idPlaceholder }) => {
    const known = kmipOperation(name);
    const operation = known ?? UNKNOWN;
    const operationSpan = span.operation(operation);
    const startedMs = clock.monotonicMs();
    const result = await attempt(async () => {
      if (known === undefined) throw unknownOperation();
      return execute(known, payload(), { ...context, user, idPlaceholder });
    }, logger);
    const failure = result.ok ? undefined : result.error.reason;
    const seconds = (clock.monotonicMs() - startedMs) / 1000;
    recorder.kmipOperation({ operation, user, seconds, failure });
    operationSpan.end(failure);
    return result;
  };

const unknownOperation = (): KmipError =>
  new KmipError('OperationNotSupported', 'KMIP 2.1 has no operation of this name or number');

const attempt = async (work: () => Promise<readonly Ttlv[]>, logger: Logger): Promise<OperationResult> => {
  try {
    return { ok: true, payload: await work() };
  } catch (error) {
    if (error instanceof KmipError) {
      return { ok: false, error: new KmipError(knownReason(error.reason), error.message) };
    }
    logger.error('an operation failed in a way that is a defect of this server', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return { ok: false, error: new KmipError('GeneralFailure', 'Internal server error') };
  }
};
