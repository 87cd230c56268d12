import packageData from '../../../package.json' with { type: 'json' };
import { KmipError } from '../../kmip/errors.ts';
import { childrenOf } from '../../kmip/fields.ts';
import { enumeration, enumerationName } from '../../kmip/tables.ts';
import { boolean, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { STORABLE_TYPES } from '../objects/describe-key.ts';
import { SERVER_RANDOM_FIELDS } from '../objects/managed-object.ts';
import { STORAGE_MASK } from '../objects/protection-storage.ts';
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

/** What this server has all operations and objects of, in the words of 1.3, 1.4 and 2.x. */
const PROFILES: readonly Ttlv[] = [
  'BaselineServerBasicKMIPv13',
  'BaselineServerBasicKMIPv14',
  'BaselineServer',
].map((name) => structure('ProfileInformation', enumeration('ProfileName', name)));

const CAPABILITIES = structure(
  'CapabilityInformation',
  boolean('StreamingCapability', true),
  boolean('AsynchronousCapability', false),
  boolean('AttestationCapability', false),
  boolean('BatchUndoCapability', true),
  boolean('BatchContinueCapability', true),
  enumeration('UnwrapMode', 'NotProcessed'),
  enumeration('DestroyAction', 'KeyMaterialDeleted'),
  enumeration('ShreddingAlgorithm', 'Unspecified'),
  enumeration('RNGMode', 'SharedInstantiation'),
  boolean('QuantumSafeCapability', false),
);

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
      ['QueryRNGs', () => [structure('RNGParameters', ...SERVER_RANDOM_FIELDS)]],
      ['QueryProfiles', () => PROFILES],
      ['QueryCapabilities', () => [CAPABILITIES]],
      ['QueryStorageProtectionMasks', () => [structure('ProtectionStorageMasks', STORAGE_MASK)]],
    ];
    return answers.flatMap(([name, answer]) => (asked.includes(name) ? answer() : []));
  };
