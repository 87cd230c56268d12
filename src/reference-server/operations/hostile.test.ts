import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KmipError } from '../../kmip/errors.ts';
import { readJson, writeJson } from '../../kmip/json.ts';
import { enumeration, enumerationCode } from '../../kmip/tables.ts';
import {
  bytes,
  integer,
  interval,
  longInteger,
  structure,
  type Ttlv,
  type TtlvStructure,
  text,
} from '../../kmip/ttlv.ts';
import { CERTIFICATE } from '../objects/certificate.fixture.ts';
import { openEngine } from './engine.fixture.ts';
import { operations } from './index.ts';
import {
  aesRequest,
  attributes,
  broughtCertificate,
  broughtKey,
  data,
  named,
  newPair,
  parameters,
  registered,
  revocation,
  uid,
  usage,
  utf8,
} from './requests.fixture.ts';

/** Values that a reader may trip over, of every type. */
const strange = (tag: string): fc.Arbitrary<Ttlv> =>
  fc.oneof(
    fc.constantFrom(-(2 ** 31), -1, 0, 2 ** 31 - 1).map((value) => integer(tag, value)),
    fc.constantFrom(0, 1, 2, 0xffff_ffff).map((value): Ttlv => ({ tag, type: 'Enumeration', value })),
    fc
      .constantFrom(-(2n ** 63n), 0n, 2n ** 63n - 1n)
      .map((value): Ttlv => ({ tag, type: 'DateTime', value })),
    fc.string().map((value): Ttlv => ({ tag, type: 'TextString', value })),
    fc.uint8Array({ maxLength: 40 }).map((value) => bytes(tag, value)),
    fc.boolean().map((value): Ttlv => ({ tag, type: 'Boolean', value })),
    fc.constant(structure(tag)),
  );

/** The item with one thing wrong somewhere inside: a field lost, doubled, or of another value. */
function broken(item: Ttlv): fc.Arbitrary<Ttlv> {
  if (item.type !== 'Structure' || item.value.length === 0) return strange(item.tag);
  const { value: children } = item;
  return fc.nat(children.length - 1).chain((at) => {
    const child = children[at] ?? item;
    const others = (...instead: readonly Ttlv[]): Ttlv =>
      structure(item.tag, ...children.slice(0, at), ...instead, ...children.slice(at + 1));
    return fc.oneof(
      fc.constant(others()),
      fc.constant(others(child, child)),
      strange(child.tag).map((other) => others(other)),
      broken(child).map((other) => others(other)),
    );
  });
}

const KEY = new Uint8Array(32);
const USES = ['Encrypt', 'Decrypt', 'WrapKey', 'DeriveKey', 'MACGenerate', 'MACVerify'];
const LIMITS = structure(
  'UsageLimits',
  longInteger('UsageLimitsTotal', 1n),
  enumeration('UsageLimitsUnit', 'Byte'),
);

const requests = (aes: string, pair: { privateId: string; publicId: string }) =>
  ({
    Create: [...aesRequest(named('n'))],
    CreateKeyPair: [
      structure('CommonAttributes', enumeration('CryptographicAlgorithm', 'Ed25519'), usage('Sign')),
    ],
    Register: [...broughtKey(KEY, 'AES', usage('Encrypt'))],
    Import: [
      uid('chosen'),
      { tag: 'ReplaceExisting', type: 'Boolean', value: true },
      ...broughtKey(KEY, 'AES'),
    ],
    Locate: [
      integer('MaximumItems', 3),
      attributes(named('n'), usage('Encrypt'), enumeration('State', 'Active')),
    ],
    Activate: [uid(aes)],
    Destroy: [uid('nobody')],
    Get: [
      uid(aes),
      enumeration('KeyFormatType', 'Raw'),
      structure(
        'KeyWrappingSpecification',
        enumeration('WrappingMethod', 'Encrypt'),
        structure('EncryptionKeyInformation', uid(aes)),
        enumeration('EncodingOption', 'NoEncoding'),
      ),
    ],
    Export: [uid(pair.privateId), enumeration('KeyFormatType', 'PKCS_8')],
    GetAttributes: [uid(aes), enumeration('AttributeReference', 'State')],
    Revoke: [uid('nobody'), revocation('Unspecified')],
    Encrypt: [
      uid(aes),
      parameters(enumeration('BlockCipherMode', 'GCM'), integer('TagLength', 16)),
      data(KEY),
      bytes('IVCounterNonce', new Uint8Array(12)),
      bytes('AuthenticatedEncryptionAdditionalData', KEY),
    ],
    Decrypt: [
      uid(aes),
      parameters(enumeration('BlockCipherMode', 'CBC'), enumeration('PaddingMethod', 'PKCS5')),
      data(KEY),
      bytes('IVCounterNonce', new Uint8Array(16)),
    ],
    Sign: [uid(pair.privateId), parameters(enumeration('HashingAlgorithm', 'SHA_256')), data(KEY)],
    SignatureVerify: [uid(pair.publicId), data(KEY), bytes('SignatureData', new Uint8Array(64))],
    MAC: [uid(aes), parameters(enumeration('CryptographicAlgorithm', 'HMAC_SHA256')), data(KEY)],
    Validate: [broughtCertificate(CERTIFICATE), { tag: 'ValidityDate', type: 'DateTime', value: 6n }],
    Hash: [parameters(enumeration('HashingAlgorithm', 'SHA_256')), data(utf8('x'))],
    DeriveKey: [
      enumeration('ObjectType', 'SymmetricKey'),
      uid(aes),
      enumeration('DerivationMethod', 'PBKDF2'),
      structure(
        'DerivationParameters',
        parameters(enumeration('HashingAlgorithm', 'SHA_256')),
        bytes('Salt', KEY),
        integer('IterationCount', 2),
      ),
      attributes(enumeration('CryptographicAlgorithm', 'AES'), integer('CryptographicLength', 128)),
    ],
    ReKey: [uid(aes), interval('Offset', 1), attributes(named('m'))],
    ReKeyKeyPair: [
      text('PrivateKeyUniqueIdentifier', pair.privateId),
      structure('CommonAttributes', named('m')),
    ],
    Check: [uid(aes), usage('Encrypt'), longInteger('UsageLimitsCount', 1n)],
    GetAttributeList: [uid(aes)],
    AddAttribute: [uid(aes), structure('NewAttribute', named('m'))],
    ModifyAttribute: [
      uid(aes),
      structure('CurrentAttribute', named('n')),
      structure('NewAttribute', named('m')),
    ],
    SetAttribute: [uid(aes), structure('NewAttribute', LIMITS)],
    DeleteAttribute: [uid(aes), structure('CurrentAttribute', named('n'))],
    AdjustAttribute: [
      uid(aes),
      enumeration('AttributeReference', 'ProtectionPeriod'),
      enumeration('AdjustmentType', 'Increment'),
      interval('AdjustmentValue', 1),
    ],
    Archive: [uid(aes)],
    Recover: [uid(aes)],
    ObtainLease: [uid(aes)],
    Ping: [],
    GetUsageAllocation: [uid(aes), longInteger('UsageLimitsCount', 1n)],
    MACVerify: [
      uid(aes),
      parameters(enumeration('CryptographicAlgorithm', 'HMAC_SHA256')),
      data(KEY),
      bytes('MACData', KEY),
    ],
    RNGRetrieve: [integer('DataLength', 1)],
    RNGSeed: [data(KEY)],
    Interop: [enumeration('InteropFunction', 'Begin'), text('InteropIdentifier', 'x')],
    Query: [enumeration('QueryFunction', 'QueryOperations')],
    DiscoverVersions: [
      structure('ProtocolVersion', integer('ProtocolVersionMajor', 2), integer('ProtocolVersionMinor', 1)),
    ],
  }) satisfies Readonly<Record<string, readonly Ttlv[]>>;

const names = Object.keys(requests('', { privateId: '', publicId: '' }));

test('the requests below are those of every operation', () => {
  assert.deepEqual(names.toSorted(), [...operations.keys()].toSorted());
});

for (const operation of names) {
  test(`${operation}: a broken request is answered, or refused with a reason that KMIP has`, async () => {
    using engine = openEngine();
    const aes = await registered(engine, KEY, 'AES', named('n'), usage(...USES));
    const pair = await newPair(engine, enumeration('CryptographicAlgorithm', 'Ed25519'));
    const [, items = []] = Object.entries(requests(aes, pair)).find(([name]) => name === operation) ?? [];
    const valid: TtlvStructure = structure('RequestPayload', ...items);
    await fc.assert(
      fc.asyncProperty(broken(valid), async (request) => {
        if (request.type !== 'Structure') return;
        try {
          const answer = await engine.run(operation, request.value);
          assert.deepEqual(readJson(writeJson(answer)), answer);
        } catch (error) {
          assert.ok(error instanceof KmipError, `${error}`);
          enumerationCode('ResultReason', error.reason);
        }
      }),
      { numRuns: 60 },
    );
  });
}
