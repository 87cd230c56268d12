import { writeBinary } from '../src/kmip/binary.ts';
import { buildRequest } from '../src/kmip/message.ts';
import { enumeration } from '../src/kmip/tables.ts';
import { bytes, integer, structure, type Ttlv, text } from '../src/kmip/ttlv.ts';

/** Requests of KMIP 1.2, the newest version in which PyKMIP and this project say all of them alike. */
const VERSION = { major: 1, minor: 2 };

/** Usage mask bits (KMIP 1.2, 9.1.3.3.1). */
const SIGN = 1;
const VERIFY = 2;
const ENCRYPT_DECRYPT = 12;

const message = (operation: string, ...payload: readonly Ttlv[]): Uint8Array =>
  writeBinary(
    buildRequest({
      header: { version: VERSION },
      items: [{ operation, payload: structure('RequestPayload', ...payload) }],
    }),
  );

const attribute = (name: string, value: Ttlv): Ttlv =>
  structure('Attribute', text('AttributeName', name), { ...value, tag: 'AttributeValue' } as Ttlv);

const key = (algorithm: string, bits: number): readonly Ttlv[] => [
  attribute('Cryptographic Algorithm', enumeration('CryptographicAlgorithm', algorithm)),
  attribute('Cryptographic Length', integer('CryptographicLength', bits)),
];
const usage = (mask: number): Ttlv =>
  attribute('Cryptographic Usage Mask', integer('CryptographicUsageMask', mask));

const named = (name: string): Ttlv =>
  attribute(
    'Name',
    structure('Name', text('NameValue', name), enumeration('NameType', 'UninterpretedTextString')),
  );

const uid = (id: string): Ttlv => text('UniqueIdentifier', id);

export const createAes = (name?: string): Uint8Array =>
  message(
    'Create',
    enumeration('ObjectType', 'SymmetricKey'),
    structure(
      'TemplateAttribute',
      ...key('AES', 256),
      usage(ENCRYPT_DECRYPT),
      ...(name === undefined ? [] : [named(name)]),
    ),
  );

export const createRsaPair = message(
  'CreateKeyPair',
  structure('CommonTemplateAttribute', ...key('RSA', 2048)),
  structure('PrivateKeyTemplateAttribute', usage(SIGN)),
  structure('PublicKeyTemplateAttribute', usage(VERIFY)),
);

export const activate = (id: string): Uint8Array => message('Activate', uid(id));
export const get = (id: string): Uint8Array => message('Get', uid(id));

export const locate = (name: string): Uint8Array => message('Locate', named(name));

/** With an IV of the client, because PyKMIP makes none. */
export const encrypt = (id: string, size: number): Uint8Array =>
  message(
    'Encrypt',
    uid(id),
    structure(
      'CryptographicParameters',
      enumeration('BlockCipherMode', 'CBC'),
      enumeration('PaddingMethod', 'PKCS5'),
      enumeration('CryptographicAlgorithm', 'AES'),
    ),
    bytes('Data', new Uint8Array(size)),
    bytes('IVCounterNonce', new Uint8Array(16)),
  );

export const sign = (id: string, size: number): Uint8Array =>
  message(
    'Sign',
    uid(id),
    structure(
      'CryptographicParameters',
      enumeration('PaddingMethod', 'PKCS1V15'),
      enumeration('HashingAlgorithm', 'SHA256'),
      enumeration('CryptographicAlgorithm', 'RSA'),
    ),
    bytes('Data', new Uint8Array(size)),
  );
