import { structureOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { integer, structure, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { type Call, call } from './call.ts';
import { lifetime, type NewObject, USAGE } from './making.ts';

/** An object, handed out under another key. */
export const getWrapped = (operation: 'Get' | 'Export', id: string, wrappingKey: string): Call =>
  call(
    operation,
    text('UniqueIdentifier', id),
    structure(
      'KeyWrappingSpecification',
      enumeration('WrappingMethod', 'Encrypt'),
      structure('EncryptionKeyInformation', text('UniqueIdentifier', wrappingKey)),
    ),
  );

const attributesOf = (object: NewObject): TtlvStructure =>
  structure(
    'Attributes',
    enumeration('CryptographicAlgorithm', 'AES'),
    integer('CryptographicLength', 256),
    integer('CryptographicUsageMask', USAGE.encrypt | USAGE.decrypt),
    ...lifetime(object),
  );

/** An AES key of 256 bits as a Get has handed it out wrapped; the server is to unwrap it. */
export const importWrapped = (id: string, handedOut: TtlvStructure, object: NewObject): Call =>
  call(
    'Import',
    text('UniqueIdentifier', id),
    enumeration('ObjectType', 'SymmetricKey'),
    enumeration('KeyWrapType', 'NotWrapped'),
    attributesOf(object),
    structureOf(handedOut, 'SymmetricKey'),
  );

/** The same, to be kept as it is. */
export const registerWrapped = (handedOut: TtlvStructure, object: NewObject): Call =>
  call(
    'Register',
    enumeration('ObjectType', 'SymmetricKey'),
    attributesOf(object),
    structureOf(handedOut, 'SymmetricKey'),
  );
