import { enumerationCode } from '../tables.ts';
import { definesValue } from './limits.ts';
import { NEWEST, VERSIONS, type Version } from './version.ts';

/**
 * The version whose form the payloads of an operation have: that of the message, or the one that brought the operation
 * where the message is older. So a client of 1.0 may encrypt, although Encrypt came with 1.2.
 */
export function payloadVersion(operation: string, message: Version): Version {
  const code = enumerationCode('Operation', operation);
  const knowing = VERSIONS.filter(
    (version) => version >= message && definesValue('Operation', code, version),
  );
  return knowing.at(-1) ?? NEWEST;
}
