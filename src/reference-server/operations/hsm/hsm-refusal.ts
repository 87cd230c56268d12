import { KmipError } from '../../../kmip/errors.ts';
import type { OperationContext } from '../operation.ts';
import { hsmTarget, requireHsmAccess } from './hsm-target.ts';

/** For operations that the HSM does not do. @throws KmipError PermissionDenied, FeatureNotSupported */
export function refuseOutsideStore(context: OperationContext, id: string, operation: string): void {
  if (hsmTarget(id, context) === undefined) return;
  requireHsmAccess(context, id, operation);
  throw new KmipError('FeatureNotSupported', `${operation} is not supported with a key in the HSM`);
}
