import { KmipError } from '../../../kmip/errors.ts';
import type { Ttlv, TtlvStructure } from '../../../kmip/ttlv.ts';
import { reasonFor, type Version } from '../../../kmip/versions.ts';
import type { Logger } from '../../log/logger.ts';
import { logOutage } from '../../log/outage.ts';
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
  /** What the operations are part of. */
  readonly span: Pick<RequestSpan, 'operation'>;
}

/** What an operation works on, unless somebody wants to know what it does there. */
export type Effects = Pick<OperationContext, 'store' | 'hsm' | 'vault'>;

/** One operation as it was asked for. Reading and writing belong to it: what fails there is a failed operation. */
export interface Exchange {
  /** Any spelling of the operation's name. */
  readonly name: string;
  /** Version of the client: in its words a failure is told. */
  readonly version: Version;
  readonly idPlaceholder: string | undefined;
  readonly effects?: Effects;
  /** The payload in the form of the newest version. @throws KmipError */
  read(): TtlvStructure;
  /** The answer in the form of the client's version. @throws KmipError */
  write(request: TtlvStructure, answer: readonly Ttlv[]): readonly Ttlv[];
}

export type OperationResult =
  | { readonly ok: true; readonly payload: readonly Ttlv[] }
  | { readonly ok: false; readonly error: KmipError };

/** Runs one operation and tells the telemetry, whatever becomes of it. */
export type RunOperation = (exchange: Exchange, caller: Caller) => Promise<OperationResult>;

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
  async ({ name, version, idPlaceholder, effects, read, write }, { user, span }) => {
    const known = kmipOperation(name);
    const operation = known ?? UNKNOWN;
    const operationSpan = span.operation(operation);
    const startedMs = clock.monotonicMs();
    const result = await attempt(
      async () => {
        if (known === undefined) throw unknownOperation();
        const request = read();
        return write(request, await execute(known, request, { ...context, ...effects, user, idPlaceholder }));
      },
      { operation, version, logger },
    );
    const failure = result.ok ? undefined : kindOf(result.error.reason);
    const seconds = (clock.monotonicMs() - startedMs) / 1000;
    recorder.kmipOperation({ operation, user, seconds, failure });
    operationSpan.end(failure);
    return result;
  };

const unknownOperation = (): KmipError =>
  new KmipError('OperationNotSupported', 'KMIP has no operation of this name or number');

/** 1.x and 2.x have two names for an unknown identifier; it stays one kind of failure. */
const kindOf = (reason: string): string => (reason === 'ItemNotFound' ? 'ObjectNotFound' : reason);

const attempt = async (
  work: () => Promise<readonly Ttlv[]>,
  { operation, version, logger }: { operation: string; version: Version; logger: Logger },
): Promise<OperationResult> => {
  const failed = (reason: string, message: string): OperationResult => ({
    ok: false,
    error: new KmipError(reasonFor(knownReason(reason), version), message),
  });
  try {
    return { ok: true, payload: await work() };
  } catch (error) {
    if (error instanceof KmipError) {
      logOutage(logger, error, { operation });
      return failed(error.reason, error.message);
    }
    logger.error('an operation failed in a way that is a defect of this server', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return failed('GeneralFailure', 'Internal server error');
  }
};
