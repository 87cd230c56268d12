import packageData from '../../../package.json' with { type: 'json' };
import { KmipError } from '../../kmip/errors.ts';
import { childrenOf } from '../../kmip/fields.ts';
import { enumeration, enumerationName } from '../../kmip/tables.ts';
import { structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { STORABLE_TYPES } from '../objects/describe-key.ts';
import type { Operation } from './operation.ts';

/** What clients of this dialect of JSON TTLV look for; the server's own name is in ServerInformation. */
const VENDOR = 'cosmian';

const SERVER_INFORMATION: readonly Ttlv[] = [
  text('VendorIdentification', VENDOR),
  structure(
    'ServerInformation',
    text('ServerName', packageData.name),
    text('ServerVersion', packageData.version),
  ),
];

/**
 * Tells what the server can do (KMIP 2.1, Query). A function that it has nothing to say to is passed over.
 * @param operationNames names of all operations, asked for when a request comes
 */
export const query =
  (operationNames: () => Iterable<string>): Operation =>
  async (payload) => {
    const asked = childrenOf(payload, 'QueryFunction').map((item) => {
      if (item.type === 'Enumeration') return enumerationName('QueryFunction', item.value);
      throw new KmipError(
        'InvalidField',
        `QueryFunction must be of type Enumeration, it is of type ${item.type}`,
      );
    });
    if (asked.length === 0) {
      throw new KmipError('InvalidMessage', 'RequestPayload: missing field QueryFunction (Enumeration)');
    }
    const answers: readonly (readonly [string, () => readonly Ttlv[]])[] = [
      ['QueryOperations', () => Array.from(operationNames(), (name) => enumeration('Operation', name))],
      ['QueryObjects', () => STORABLE_TYPES.map((type) => enumeration('ObjectType', type))],
      ['QueryServerInformation', () => SERVER_INFORMATION],
    ];
    return answers.flatMap(([name, answer]) => (asked.includes(name) ? answer() : []));
  };
