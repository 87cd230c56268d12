import { VERSIONS, type Version } from './version.ts';

export interface Field {
  readonly tag: string;
  /** Versions before this one do not have the field here, even where they have its tag elsewhere. */
  readonly since: Version;
}

/** Fields in the order of the specification, "RandomIV 1.2" for one that came to the structure later than its tag. */
const fields = (list: string): readonly Field[] =>
  list
    .split(/\s+(?=[A-Z])/)
    .map((entry) => entry.trim().split(/\s+/))
    .map(([tag = '', text]) => ({ tag, since: VERSIONS.find((version) => version === text) ?? '1.0' }));

const table = (lists: Readonly<Record<string, string>>): ReadonlyMap<string, readonly Field[]> =>
  new Map(Object.entries(lists).map(([name, list]) => [name, fields(list)]));

/** The fields of structures that answers hold (KMIP 2.1 chapters 2 to 4, KMIP 1.4 chapters 2 and 3). */
const STRUCTURES = table({
  AlternativeName: 'AlternativeNameValue AlternativeNameType',
  ApplicationSpecificInformation: 'ApplicationNamespace ApplicationData',
  Attribute: 'VendorIdentification 2.0 AttributeName AttributeIndex AttributeValue',
  AttributeReference: 'VendorIdentification AttributeName',
  CapabilityInformation: `StreamingCapability AsynchronousCapability AttestationCapability BatchUndoCapability
    BatchContinueCapability UnwrapMode DestroyAction ShreddingAlgorithm RNGMode QuantumSafeCapability`,
  Certificate: 'CertificateType CertificateValue',
  CertificateRequest: 'CertificateRequestType CertificateRequestValue',
  CryptographicDomainParameters: 'Qlength RecommendedCurve',
  CryptographicParameters: `BlockCipherMode PaddingMethod HashingAlgorithm KeyRoleType
    DigitalSignatureAlgorithm 1.2 CryptographicAlgorithm 1.2 RandomIV IVLength TagLength FixedFieldLength
    InvocationFieldLength CounterLength InitialCounterValue SaltLength MaskGenerator MaskGeneratorHashingAlgorithm
    PSource TrailerField`,
  Digest: 'HashingAlgorithm DigestValue KeyFormatType 1.1',
  EncryptionKeyInformation: 'UniqueIdentifier CryptographicParameters',
  ExtensionInformation: `ExtensionName ExtensionTag ExtensionType ExtensionEnumeration ExtensionAttribute
    ExtensionParentStructureTag ExtensionDescription`,
  KeyBlock: `KeyFormatType KeyCompressionType KeyValue CryptographicAlgorithm CryptographicLength KeyWrappingData`,
  KeyMaterial: `Key Modulus PrivateExponent PublicExponent P Q G J X PrimeExponentP PrimeExponentQ CRTCoefficient
    RecommendedCurve D QString Y`,
  KeyValue: 'KeyMaterial Attributes Attribute',
  KeyValueLocation: 'KeyValueLocationValue KeyValueLocationType',
  KeyWrappingData: `WrappingMethod EncryptionKeyInformation MACSignatureKeyInformation MACSignature IVCounterNonce
    EncodingOption`,
  Link: 'LinkType LinkedObjectIdentifier',
  MACSignatureKeyInformation: 'UniqueIdentifier CryptographicParameters',
  Name: 'NameValue NameType',
  OpaqueObject: 'OpaqueDataType OpaqueDataValue',
  PGPKey: 'PGPKeyVersion KeyBlock',
  PrivateKey: 'KeyBlock',
  ProfileInformation: 'ProfileName ProfileVersion ServerURI ServerPort',
  ProfileVersion: 'ProfileVersionMajor ProfileVersionMinor',
  ProtocolVersion: 'ProtocolVersionMajor ProtocolVersionMinor',
  PublicKey: 'KeyBlock',
  RandomNumberGenerator: `RNGAlgorithm CryptographicAlgorithm CryptographicLength HashingAlgorithm DRBGAlgorithm
    RecommendedCurve FIPS186Variation PredictionResistance`,
  RevocationReason: 'RevocationReasonCode RevocationMessage',
  RNGParameters: `RNGAlgorithm CryptographicAlgorithm CryptographicLength HashingAlgorithm DRBGAlgorithm
    RecommendedCurve FIPS186Variation PredictionResistance`,
  SecretData: 'SecretDataType KeyBlock',
  ServerInformation: `ServerName ServerSerialNumber ServerVersion ServerLoad ProductName BuildLevel BuildDate
    ClusterInfo AlternateFailoverEndpoints`,
  SplitKey: 'SplitKeyParts KeyPartIdentifier SplitKeyThreshold SplitKeyMethod PrimeFieldSize KeyBlock',
  SymmetricKey: 'KeyBlock',
  UsageLimits: 'UsageLimitsTotal UsageLimitsCount UsageLimitsUnit',
  X509CertificateIdentifier: 'IssuerDistinguishedName CertificateSerialNumber',
  X509CertificateIssuer: 'IssuerDistinguishedName IssuerAlternativeName',
  X509CertificateSubject: 'SubjectDistinguishedName SubjectAlternativeName',
});

const OBJECTS =
  'Certificate SymmetricKey PublicKey PrivateKey SplitKey SecretData OpaqueObject PGPKey CertificateRequest';
const CIPHER_ANSWER = 'UniqueIdentifier Data IVCounterNonce CorrelationValue AuthenticatedEncryptionTag';

/** The fields of response payloads (KMIP 2.1 chapter 6, KMIP 1.4 chapter 4). */
const ANSWERS = table({
  Activate: 'UniqueIdentifier',
  AddAttribute: 'UniqueIdentifier Attribute',
  AdjustAttribute: 'UniqueIdentifier',
  Archive: 'UniqueIdentifier',
  Check: 'UniqueIdentifier UsageLimitsCount CryptographicUsageMask LeaseTime',
  Create: 'ObjectType UniqueIdentifier',
  CreateKeyPair: 'PrivateKeyUniqueIdentifier PublicKeyUniqueIdentifier',
  Decrypt: 'UniqueIdentifier Data CorrelationValue',
  DeleteAttribute: 'UniqueIdentifier Attribute',
  DeriveKey: 'UniqueIdentifier',
  Destroy: 'UniqueIdentifier',
  DiscoverVersions: 'ProtocolVersion',
  Encrypt: CIPHER_ANSWER,
  Export: `ObjectType UniqueIdentifier Attributes Attribute ${OBJECTS}`,
  Get: `ObjectType UniqueIdentifier ${OBJECTS}`,
  GetAttributeList: 'UniqueIdentifier AttributeReference AttributeName',
  GetAttributes: 'UniqueIdentifier Attributes Attribute',
  GetUsageAllocation: 'UniqueIdentifier',
  Hash: 'Data CorrelationValue',
  Import: 'UniqueIdentifier',
  Interop: '',
  Locate: 'LocatedItems UniqueIdentifier',
  Log: '',
  MAC: 'UniqueIdentifier MACData CorrelationValue',
  MACVerify: 'UniqueIdentifier ValidityIndicator CorrelationValue',
  ModifyAttribute: 'UniqueIdentifier Attribute',
  ObtainLease: 'UniqueIdentifier LeaseTime LastChangeDate',
  Ping: '',
  Query: `Operation ObjectType VendorIdentification ServerInformation ApplicationNamespace ExtensionInformation
    AttestationType RNGParameters ProfileInformation ValidationInformation CapabilityInformation
    ClientRegistrationMethod DefaultsInformation ProtectionStorageMasks`,
  Recover: 'UniqueIdentifier',
  Register: 'UniqueIdentifier',
  ReKey: 'UniqueIdentifier',
  ReKeyKeyPair: 'PrivateKeyUniqueIdentifier PublicKeyUniqueIdentifier',
  Revoke: 'UniqueIdentifier',
  RNGRetrieve: 'Data',
  RNGSeed: 'DataLength',
  SetAttribute: 'UniqueIdentifier',
  Sign: 'UniqueIdentifier SignatureData CorrelationValue',
  SignatureVerify: 'UniqueIdentifier ValidityIndicator Data CorrelationValue',
  Validate: 'ValidityIndicator',
});

/** undefined for a structure whose fields have no order of their own, as Attributes. */
export const fieldsOf = (tag: string): readonly Field[] | undefined => STRUCTURES.get(tag);

/** undefined for an operation that is not listed. */
export const answerFieldsOf = (operation: string): readonly Field[] | undefined => ANSWERS.get(operation);
