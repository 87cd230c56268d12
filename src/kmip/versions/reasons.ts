import { enumerationCode } from '../tables.ts';
import { definesValue } from './limits.ts';
import type { Version } from './version.ts';

/** What a reason was called before it had a name of its own (KMIP 1.4, Error Handling, operation by operation). */
const OLDER: ReadonlyMap<string, string> = new Map([
  ['AttributeInstanceNotFound', 'ItemNotFound'],
  ['AttributeNotFound', 'ItemNotFound'],
  ['AttributeReadOnly', 'PermissionDenied'],
  ['AttributeSingleValued', 'InvalidField'],
  ['BadCryptographicParameters', 'InvalidField'],
  ['BadPassword', 'AuthenticationNotSuccessful'],
  ['CodecError', 'InvalidMessage'],
  ['ConstraintViolation', 'PermissionDenied'],
  ['EncodingOptionError', 'InvalidField'],
  ['IllegalObjectType', 'IllegalOperation'],
  ['IncompatibleCryptographicUsageMask', 'PermissionDenied'],
  ['InternalServerError', 'GeneralFailure'],
  ['InvalidAttribute', 'InvalidField'],
  ['InvalidAttributeValue', 'InvalidField'],
  ['InvalidCorrelationValue', 'InvalidField'],
  ['InvalidDataType', 'InvalidField'],
  ['InvalidObjectType', 'InvalidField'],
  ['InvalidTicket', 'AuthenticationNotSuccessful'],
  ['KeyValueNotPresent', 'ItemNotFound'],
  ['KeyWrapTypeNotSupported', 'FeatureNotSupported'],
  ['MissingInitializationVector', 'InvalidMessage'],
  ['MultiValuedAttribute', 'InvalidField'],
  ['NonUniqueNameAttribute', 'InvalidField'],
  ['NotAuthorised', 'PermissionDenied'],
  ['NotExtractable', 'PermissionDenied'],
  ['NumericRange', 'InvalidField'],
  ['ObjectAlreadyExists', 'IllegalOperation'],
  ['ObjectDestroyed', 'PermissionDenied'],
  ['ObjectNotFound', 'ItemNotFound'],
  ['ReadOnlyAttribute', 'PermissionDenied'],
  ['Sensitive', 'PermissionDenied'],
  ['ServerLimitExceeded', 'GeneralFailure'],
  ['UnknownEnumeration', 'InvalidField'],
  ['UnknownMessageExtension', 'FeatureNotSupported'],
  ['UnknownObjectGroup', 'ItemNotFound'],
  ['UnknownTag', 'InvalidMessage'],
  ['UnsupportedAttribute', 'InvalidField'],
  ['UnsupportedCryptographicParameters', 'InvalidField'],
  ['UnsupportedProtocolVersion', 'InvalidMessage'],
  ['UsageLimitExceeded', 'PermissionDenied'],
  ['WrappingObjectArchived', 'ObjectArchived'],
  ['WrappingObjectDestroyed', 'ItemNotFound'],
  ['WrappingObjectNotFound', 'ItemNotFound'],
  ['WrongKeyLifecycleState', 'PermissionDenied'],
]);

/** A reason that the version defines: the given one, or the older one that comes nearest. */
export function reasonFor(reason: string, version: Version): string {
  if (definesValue('ResultReason', enumerationCode('ResultReason', reason), version)) return reason;
  const older = OLDER.get(reason);
  return older === undefined ? 'GeneralFailure' : reasonFor(older, version);
}
