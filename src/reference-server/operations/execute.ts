import { KmipError } from '../../kmip/errors.ts';
import type { Ttlv, TtlvStructure } from '../../kmip/ttlv.ts';
import { operations } from './index.ts';
import type { OperationContext } from './operation.ts';

/**
 * Runs one operation.
 * @param operation OASIS name of the Operation enumeration: "CreateKeyPair"
 * @returns the children of the response payload
 * @throws KmipError; OperationNotSupported for a name that this server does not know
 */
export async function execute(
  operation: string,
  payload: TtlvStructure,
  context: OperationContext,
): Promise<readonly Ttlv[]> {
  const run = operations.get(operation);
  if (run === undefined) {
    throw new KmipError(
      'OperationNotSupported',
      `the operation ${operation} is not supported by this server`,
    );
  }
  return run(payload, context);
}
