import { enumeration, maskBit } from '../../src/kmip/tables.ts';
import {
  boolean,
  bytes,
  dateTime,
  integer,
  interval,
  longInteger,
  structure,
  type Ttlv,
  text,
} from '../../src/kmip/ttlv.ts';
import type { Version } from '../../src/kmip/versions.ts';

/** An operation with a payload that it answers, on the objects of `seeds.ts`. */
export interface GoodRequest {
  readonly operation: string;
  readonly payload: readonly Ttlv[];
}

const KEY = new Uint8Array(32);
/** Made with OpenSSL: P-256, signed by itself. */
const CERTIFICATE =
  'MIICEjCCAbigAwIBAgIDAQL/MAoGCCqGSM49BAMDMFUxCzAJBgNVBAYTAkZSMRAwDgYDVQQKDAdFeGFtcGxlMQwwCgYDVQQL' +
  'DANPbmUxDDAKBgNVBAsMA1R3bzEYMBYGA1UEAwwPa21zLmV4YW1wbGUub3JnMCAXDTI2MTEyMjIyMzkxMVoYDzIxMjYxMDI5' +
  'MjIzOTExWjBVMQswCQYDVQQGEwJGUjEQMA4GA1UECgwHRXhhbXBsZTEMMAoGA1UECwwDT25lMQwwCgYDVQQLDANUd28xGDAW' +
  'BgNVBAMMD2ttcy5leGFtcGxlLm9yZzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDEBMEpG9NLc8vR1MP3hFcnvC6B/xPdx' +
  'yod32hubbhFbsAKCKrdQyR/56LeAXAvHP8428OZnzQFN1oIQAVlx3YyjdTBzMB0GA1UdDgQWBBSMeb0ag4oSw36d0K9DuuH/' +
  'Ot0JhjAfBgNVHSMEGDAWgBSMeb0ag4oSw36d0K9DuuH/Ot0JhjAPBgNVHRMBAf8EBTADAQH/MCAGA1UdEQQZMBeCD2ttcy5l' +
  'eGFtcGxlLm9yZ4cEfwAAATAKBggqhkjOPQQDAwNIADBFAiAUlZBPj0xFBjNoje3EsW982+cDxQ1S7WC4KRF2WJtNDwIhANJL' +
  'C3uZZ+rRwJ7dIdwJxFEONF093G+0eFnSkbvskEHO';
const uid = (id: string): Ttlv => text('UniqueIdentifier', id);
const data = (value: Uint8Array): Ttlv => bytes('Data', value);
const usage = (...names: readonly string[]): Ttlv =>
  integer(
    'CryptographicUsageMask',
    names.reduce((mask, name) => mask | (maskBit('CryptographicUsageMask', name) ?? 0), 0),
  );
const aes = enumeration('CryptographicAlgorithm', 'AES');
const sha256 = enumeration('HashingAlgorithm', 'SHA_256');
const parameters = (...items: readonly Ttlv[]): Ttlv => structure('CryptographicParameters', ...items);
const attributes = (...items: readonly Ttlv[]): Ttlv => structure('Attributes', ...items);
const named = (name: string): Ttlv =>
  structure('Name', text('NameValue', name), enumeration('NameType', 'UninterpretedTextString'));
const revocation = structure(
  'RevocationReason',
  enumeration('RevocationReasonCode', 'KeyCompromise'),
  text('RevocationMessage', 'lost'),
);
const symmetricKey = structure(
  'SymmetricKey',
  structure(
    'KeyBlock',
    enumeration('KeyFormatType', 'Raw'),
    structure('KeyValue', bytes('KeyMaterial', KEY)),
    aes,
    integer('CryptographicLength', 256),
  ),
);
const vendorAttribute = structure(
  'Attribute',
  text('VendorIdentification', 'x'),
  text('AttributeName', 'y'),
  text('AttributeValue', 'z'),
);
const wrapping = structure(
  'KeyWrappingSpecification',
  enumeration('WrappingMethod', 'Encrypt'),
  structure(
    'EncryptionKeyInformation',
    uid('aes'),
    parameters(enumeration('BlockCipherMode', 'NISTKeyWrap')),
  ),
  enumeration('EncodingOption', 'NoEncoding'),
);
const hmac = parameters(enumeration('CryptographicAlgorithm', 'HMAC_SHA256'));
const gcm = parameters(enumeration('BlockCipherMode', 'GCM'), integer('TagLength', 16));
const pss = parameters(
  enumeration('PaddingMethod', 'PSS'),
  sha256,
  enumeration('DigitalSignatureAlgorithm', 'RSASSA_PSS'),
);

const request = (operation: string, ...payload: readonly Ttlv[]): GoodRequest => ({ operation, payload });

/** Every operation in the form of 2.x, some in several ways. */
const NEW: readonly GoodRequest[] = [
  request(
    'Create',
    enumeration('ObjectType', 'SymmetricKey'),
    attributes(aes, integer('CryptographicLength', 256), usage('Encrypt', 'Decrypt'), named('n')),
  ),
  request(
    'CreateKeyPair',
    structure('CommonAttributes', enumeration('CryptographicAlgorithm', 'Ed25519'), named('pair')),
    structure('PrivateKeyAttributes', usage('Sign')),
    structure('PublicKeyAttributes', usage('Verify')),
  ),
  request(
    'CreateKeyPair',
    structure(
      'CommonAttributes',
      enumeration('CryptographicAlgorithm', 'EC'),
      structure('CryptographicDomainParameters', enumeration('RecommendedCurve', 'P_256')),
    ),
  ),
  request(
    'Register',
    enumeration('ObjectType', 'SymmetricKey'),
    attributes(usage('Encrypt'), dateTime('ActivationDate', 1n), vendorAttribute),
    symmetricKey,
  ),
  request(
    'Register',
    enumeration('ObjectType', 'OpaqueObject'),
    attributes(named('o')),
    structure(
      'OpaqueObject',
      enumeration('OpaqueDataType', '0x80000001'),
      bytes('OpaqueDataValue', Uint8Array.of(1)),
    ),
  ),
  request(
    'Import',
    uid('chosen'),
    enumeration('ObjectType', 'SymmetricKey'),
    boolean('ReplaceExisting', true),
    attributes(usage('Encrypt', 'Decrypt')),
    symmetricKey,
  ),
  request(
    'Locate',
    integer('MaximumItems', 3),
    integer('OffsetItems', 0),
    attributes(named('aes'), usage('Encrypt'), enumeration('State', 'Active')),
  ),
  request(
    'AdjustAttribute',
    uid('aes'),
    enumeration('AttributeReference', 'CryptographicUsageMask'),
    enumeration('AdjustmentType', 'Increment'),
    integer('AdjustmentValue', 1),
  ),
  request('ObtainLease', uid('aes')),
  request('Archive', uid('aes')),
  request('Recover', uid('aes')),
  request('Ping'),
  request('Activate', uid('aes')),
  request('Destroy', uid('secret')),
  request('Get', uid('aes'), enumeration('KeyFormatType', 'Raw')),
  request('Get', uid('hmac'), wrapping),
  request('Get', uid('rsa-private'), enumeration('KeyFormatType', 'TransparentRSAPrivateKey')),
  request('Get', uid('ec-public'), enumeration('KeyFormatType', 'TransparentECPublicKey')),
  request('Export', uid('ed-private'), enumeration('KeyFormatType', 'PKCS_8')),
  request('GetAttributes', uid('aes'), enumeration('AttributeReference', 'State')),
  request('GetAttributes', uid('secret')),
  request('GetAttributeList', uid('rsa-public')),
  request('AddAttribute', uid('aes'), structure('NewAttribute', vendorAttribute)),
  request(
    'ModifyAttribute',
    uid('aes'),
    structure('CurrentAttribute', named('aes')),
    structure('NewAttribute', named('m')),
  ),
  request(
    'SetAttribute',
    uid('aes'),
    structure(
      'NewAttribute',
      structure('UsageLimits', longInteger('UsageLimitsTotal', 1n), enumeration('UsageLimitsUnit', 'Byte')),
    ),
  ),
  request('DeleteAttribute', uid('aes'), structure('CurrentAttribute', named('aes'))),
  request(
    'DeleteAttribute',
    uid('aes'),
    structure('AttributeReference', text('VendorIdentification', 'x'), text('AttributeName', 'y')),
  ),
  request('Revoke', uid('aes'), revocation, dateTime('CompromiseOccurrenceDate', 6n)),
  request(
    'Encrypt',
    uid('aes'),
    gcm,
    data(KEY),
    bytes('IVCounterNonce', new Uint8Array(12)),
    bytes('AuthenticatedEncryptionAdditionalData', KEY),
  ),
  request('Encrypt', uid('rsa-public'), parameters(enumeration('PaddingMethod', 'OAEP'), sha256), data(KEY)),
  request(
    'Decrypt',
    uid('aes'),
    parameters(enumeration('BlockCipherMode', 'CBC'), enumeration('PaddingMethod', 'PKCS5')),
    data(KEY),
    bytes('IVCounterNonce', new Uint8Array(16)),
  ),
  request('Sign', uid('ed-private'), data(KEY)),
  request('Sign', uid('rsa-private'), pss, data(KEY)),
  request('SignatureVerify', uid('ec-public'), parameters(sha256), data(KEY), bytes('SignatureData', KEY)),
  request('MAC', uid('hmac'), hmac, data(KEY)),
  request('MACVerify', uid('hmac'), hmac, data(KEY), bytes('MACData', KEY)),
  request('Hash', parameters(sha256), data(KEY)),
  request(
    'DeriveKey',
    enumeration('ObjectType', 'SymmetricKey'),
    uid('aes'),
    enumeration('DerivationMethod', 'PBKDF2'),
    structure('DerivationParameters', parameters(sha256), bytes('Salt', KEY), integer('IterationCount', 2)),
    attributes(aes, integer('CryptographicLength', 128)),
  ),
  request('ReKey', uid('aes'), interval('Offset', 1), attributes(named('m'))),
  request('ReKeyKeyPair', text('PrivateKeyUniqueIdentifier', 'ed-private')),
  request('Check', uid('aes'), usage('Encrypt'), longInteger('UsageLimitsCount', 1n)),
  request('GetUsageAllocation', uid('aes'), longInteger('UsageLimitsCount', 1n)),
  request(
    'Validate',
    structure(
      'Certificate',
      enumeration('CertificateType', 'X_509'),
      bytes('CertificateValue', new Uint8Array(Buffer.from(CERTIFICATE, 'base64'))),
    ),
    dateTime('ValidityDate', 6n),
  ),
  request('RNGRetrieve', integer('DataLength', 1)),
  request('RNGSeed', data(KEY)),
  request('Interop', enumeration('InteropFunction', 'Begin'), text('InteropIdentifier', 'x')),
  request(
    'Query',
    enumeration('QueryFunction', 'QueryOperations'),
    enumeration('QueryFunction', 'QueryServerInformation'),
  ),
  request(
    'DiscoverVersions',
    structure('ProtocolVersion', integer('ProtocolVersionMajor', 2), integer('ProtocolVersionMinor', 1)),
  ),
];

const attribute = (name: string, value: Ttlv, index?: number): Ttlv =>
  structure(
    'Attribute',
    text('AttributeName', name),
    ...(index === undefined ? [] : [integer('AttributeIndex', index)]),
    { ...value, tag: 'AttributeValue' },
  );
const oldAttributes = [
  attribute('Cryptographic Algorithm', aes),
  attribute('Cryptographic Length', integer('CryptographicLength', 128)),
  attribute('Cryptographic Usage Mask', usage('Encrypt')),
  attribute('Name', named('n'), 0),
];

/** Operations whose payloads look otherwise in 1.x. */
const OLD: readonly GoodRequest[] = [
  request(
    'Create',
    enumeration('ObjectType', 'SymmetricKey'),
    structure('TemplateAttribute', ...oldAttributes),
  ),
  request(
    'CreateKeyPair',
    structure(
      'CommonTemplateAttribute',
      attribute('Cryptographic Algorithm', enumeration('CryptographicAlgorithm', 'EC')),
      attribute('Cryptographic Length', integer('CryptographicLength', 256)),
    ),
    structure('PrivateKeyTemplateAttribute', attribute('Cryptographic Usage Mask', usage('Sign'))),
    structure('PublicKeyTemplateAttribute', attribute('Cryptographic Usage Mask', usage('Verify'))),
  ),
  request(
    'Register',
    enumeration('ObjectType', 'SymmetricKey'),
    structure('TemplateAttribute', ...oldAttributes.slice(2)),
    symmetricKey,
  ),
  request('Locate', integer('MaximumItems', 3), attribute('Name', named('aes'))),
  request('GetAttributes', uid('aes'), text('AttributeName', 'State'), text('AttributeName', 'x-y')),
  request('GetAttributes', uid('rsa-private')),
  request('GetAttributeList', uid('secret')),
  request('AddAttribute', uid('aes'), attribute('x-y', text('AttributeValue', 'z'))),
  request('ModifyAttribute', uid('aes'), attribute('Name', named('m'), 0)),
  request('DeleteAttribute', uid('aes'), text('AttributeName', 'Name'), integer('AttributeIndex', 0)),
  request(
    'DeriveKey',
    enumeration('ObjectType', 'SymmetricKey'),
    uid('aes'),
    enumeration('DerivationMethod', 'HMAC'),
    structure('DerivationParameters', parameters(sha256), bytes('DerivationData', KEY)),
    structure('TemplateAttribute', ...oldAttributes.slice(0, 2)),
  ),
  request('ReKey', uid('aes'), structure('TemplateAttribute', attribute('Name', named('m')))),
];

const changed = new Set(OLD.map(({ operation }) => operation));
const OLD_AND_UNCHANGED = [...OLD, ...NEW.filter(({ operation }) => !changed.has(operation))];

/** Good requests in the words of a version. */
export const goodRequests = (version: Version): readonly GoodRequest[] =>
  version < '2.0' ? OLD_AND_UNCHANGED : NEW;
