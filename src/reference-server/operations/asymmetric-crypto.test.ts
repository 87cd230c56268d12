import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import {
  bytesOf,
  enumerationOf,
  integerOf,
  maybeChild,
  structureOf,
  structuresOf,
  textOf,
} from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { bytes, integer, structure, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';
import { type Engine, openEngine } from './engine.fixture.ts';
import {
  active,
  algorithm,
  attributes,
  attributesOf,
  bits,
  curve,
  data,
  hex,
  hexOf,
  newPair,
  parameters,
  uid,
  usage,
  utf8,
} from './requests.fixture.ts';

const CLEAR = utf8('Hello RSA');
const RSA = [algorithm('RSA'), bits(2048)];
const signatureAlgorithm = (name: string): Ttlv => parameters(enumeration('DigitalSignatureAlgorithm', name));
const padding = (name: string, hash?: string): Ttlv =>
  parameters(
    enumeration('PaddingMethod', name),
    ...(hash === undefined ? [] : [enumeration('HashingAlgorithm', hash)]),
  );

const paddings: readonly (readonly Ttlv[])[] = [
  [],
  [padding('OAEP', 'SHA_1')],
  [padding('OAEP', 'SHA_256')],
  [padding('OAEP', 'SHA_384')],
  [padding('OAEP', 'SHA_512')],
  [padding('PKCS1V1_5')],
];

const LABELLED = parameters(enumeration('HashingAlgorithm', 'SHA_384'), bytes('PSource', utf8('label')));

const TWO_HASHES = parameters(
  enumeration('HashingAlgorithm', 'SHA_384'),
  enumeration('MaskGeneratorHashingAlgorithm', 'SHA_256'),
);

test('RSA: each padding encrypts with the public half and decrypts with the private one', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, ...RSA);
  for (const items of [...paddings, [LABELLED]]) {
    const sealed = await engine.run('Encrypt', [uid(pair.publicId), ...items, data(CLEAR)]);
    const opened = await engine.run('Decrypt', [
      uid(pair.privateId),
      ...items,
      data(bytesOf(sealed, 'Data')),
    ]);
    assert.deepEqual(bytesOf(opened, 'Data'), CLEAR);
  }
  const refusals: readonly (readonly [string, string, readonly Ttlv[], string])[] = [
    ['Encrypt', pair.privateId, [data(CLEAR)], 'IllegalObjectType'],
    ['Decrypt', pair.publicId, [data(CLEAR)], 'IllegalObjectType'],
    ['Decrypt', pair.privateId, [data(CLEAR)], 'CryptographicFailure'],
    ['Encrypt', pair.publicId, [data(new Uint8Array(300))], 'CryptographicFailure'],
    ['Encrypt', pair.publicId, [padding('None'), data(CLEAR)], 'UnsupportedCryptographicParameters'],
    ['Encrypt', pair.publicId, [padding('OAEP', 'MD5'), data(CLEAR)], 'UnsupportedCryptographicParameters'],
    [
      'Encrypt',
      pair.publicId,
      [parameters(enumeration('MaskGeneratorHashingAlgorithm', 'MD5')), data(CLEAR)],
      'UnsupportedCryptographicParameters',
    ],
    ['Encrypt', pair.publicId, [TWO_HASHES, data(CLEAR)], 'UnsupportedCryptographicParameters'],
    [
      'Decrypt',
      pair.privateId,
      [TWO_HASHES, data(new Uint8Array(256))],
      'UnsupportedCryptographicParameters',
    ],
  ];
  for (const [operation, id, items, reason] of refusals) {
    await assert.rejects(engine.run(operation, [uid(id), ...items]), { reason }, `${operation} ${reason}`);
  }
});

const signers: readonly (readonly [string, readonly Ttlv[], readonly (readonly Ttlv[])[]])[] = [
  [
    'RSA',
    RSA,
    [
      [],
      [signatureAlgorithm('SHA_256WithRSAEncryption')],
      [signatureAlgorithm('SHA_1WithRSAEncryption')],
      [
        parameters(
          enumeration('DigitalSignatureAlgorithm', 'RSASSA_PSS'),
          enumeration('HashingAlgorithm', 'SHA_512'),
        ),
      ],
      [padding('PKCS1V1_5', 'SHA_384')],
      [padding('PSS', 'SHA_256')],
    ],
  ],
  ['P-256', [algorithm('ECDSA'), curve('P_256')], [[], [signatureAlgorithm('ECDSAWithSHA512')]]],
  ['P-384', [algorithm('EC'), curve('P_384')], [[]]],
  ['P-521', [algorithm('ECDH'), curve('P_521')], [[]]],
  ['P-256 by its length', [algorithm('EC'), bits(256)], [[]]],
  ['Ed25519', [algorithm('Ed25519')], [[]]],
];

for (const [name, common, ways] of signers) {
  test(`${name}: signatures verify, and only those`, async () => {
    using engine = openEngine();
    const pair = await newPair(engine, ...common);
    for (const items of ways) {
      const signed = await engine.run('Sign', [uid(pair.privateId), ...items, data(CLEAR)]);
      const signature = bytesOf(signed, 'SignatureData');
      const validity = async (message: Uint8Array, claimed: Uint8Array) => {
        const request = [uid(pair.publicId), ...items, data(message), bytes('SignatureData', claimed)];
        return enumerationOf(await engine.run('SignatureVerify', request), 'ValidityIndicator');
      };
      assert.equal(await validity(CLEAR, signature), 'Valid');
      assert.equal(await validity(utf8('Hello RSB'), signature), 'Invalid');
      assert.equal(await validity(CLEAR, signature.with(-1, (signature.at(-1) ?? 0) ^ 1)), 'Invalid');
      assert.equal(await validity(CLEAR, utf8('no signature')), 'Invalid');
    }
  });
}

test('a PSS signature with a salt of another length is valid unless the request names the length', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, ...RSA);
  const salt = (length: number) => parameters(integer('SaltLength', length));
  const signed = await engine.run('Sign', [uid(pair.privateId), salt(20), data(CLEAR)]);
  const validity = async (...items: readonly Ttlv[]) => {
    const request = [uid(pair.publicId), ...items, data(CLEAR), ...signed.value.slice(1)];
    return enumerationOf(await engine.run('SignatureVerify', request), 'ValidityIndicator');
  };
  assert.deepEqual(
    [await validity(), await validity(salt(20)), await validity(salt(32))],
    ['Valid', 'Valid', 'Invalid'],
  );
});

test('OAEP opens only with the label that it was made with', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, ...RSA);
  const sealed = await engine.run('Encrypt', [uid(pair.publicId), LABELLED, data(CLEAR)]);
  const others = [padding('OAEP', 'SHA_384'), parameters(bytes('PSource', utf8('other')))];
  for (const items of others) {
    const request = [uid(pair.privateId), items, data(bytesOf(sealed, 'Data'))];
    await assert.rejects(engine.run('Decrypt', request), { reason: 'CryptographicFailure' });
  }
});

test('node:crypto makes no signature of a digest, nor PSS with a mask of another hash: both are refused', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, ...RSA);
  const digest = bytes('DigestedData', new Uint8Array(createHash('sha256').update(CLEAR).digest()));
  const otherMask = parameters(
    enumeration('DigitalSignatureAlgorithm', 'RSASSA_PSS'),
    enumeration('MaskGeneratorHashingAlgorithm', 'SHA_512'),
  );
  const refusals: readonly (readonly [readonly Ttlv[], RegExp])[] = [
    [[signatureAlgorithm('SHA_256WithRSAEncryption'), digest], /send the Data itself/],
    [[signatureAlgorithm('RSASSA_PSS'), digest], /send the Data itself/],
    [[digest, data(CLEAR)], /send the Data itself/],
    [[otherMask, data(CLEAR)], /PSS with SHA_256 and a mask of SHA_512/],
  ];
  for (const [items, message] of refusals) {
    const refused = { reason: 'UnsupportedCryptographicParameters', message };
    await assert.rejects(engine.run('Sign', [uid(pair.privateId), ...items]), refused);
    const claimed = bytes('SignatureData', new Uint8Array(256));
    await assert.rejects(engine.run('SignatureVerify', [uid(pair.publicId), ...items, claimed]), refused);
  }
});

test('a salt has no negative length', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, ...RSA);
  const salt = parameters(integer('SaltLength', -2));
  const refused = { reason: 'InvalidField', message: /SaltLength/ };
  await assert.rejects(engine.run('Sign', [uid(pair.privateId), salt, data(CLEAR)]), refused);
  const claimed = [salt, data(CLEAR), bytes('SignatureData', new Uint8Array(256))];
  await assert.rejects(engine.run('SignatureVerify', [uid(pair.publicId), ...claimed]), refused);
});

test('a key signs only with an algorithm of its kind', async () => {
  using engine = openEngine();
  const rsa = await newPair(engine, ...RSA);
  const ec = await newPair(engine, algorithm('EC'), curve('P_256'));
  const refusals: readonly (readonly [string, readonly Ttlv[], string])[] = [
    [rsa.privateId, [signatureAlgorithm('ECDSAWithSHA256')], 'UnsupportedCryptographicParameters'],
    [rsa.privateId, [signatureAlgorithm('DSAWithSHA256')], 'UnsupportedCryptographicParameters'],
    [rsa.privateId, [padding('OAEP')], 'UnsupportedCryptographicParameters'],
    [ec.privateId, [signatureAlgorithm('SHA_256WithRSAEncryption')], 'UnsupportedCryptographicParameters'],
    [
      rsa.privateId,
      [parameters(enumeration('MaskGeneratorHashingAlgorithm', 'MD5'))],
      'UnsupportedCryptographicParameters',
    ],
    [rsa.publicId, [], 'IllegalObjectType'],
  ];
  for (const [id, items, reason] of refusals) {
    await assert.rejects(engine.run('Sign', [uid(id), ...items, data(CLEAR)]), { reason });
  }
});

test('the halves of a pair are both Active, link to each other and know their curve', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, algorithm('ECDSA'), curve('P_384'));
  assert.deepEqual(engine.store.counts(engine.clock.nowUnixSeconds), { objects: 2, activeKeys: 2 });
  const halves = [
    [pair.privateId, 'PublicKeyLink', pair.publicId],
    [pair.publicId, 'PrivateKeyLink', pair.privateId],
  ] as const;
  for (const [id, type, other] of halves) {
    const described = await attributesOf(engine, id);
    const [link] = structuresOf(described, 'Link');
    assert.ok(link !== undefined);
    assert.equal(enumerationOf(link, 'LinkType'), type);
    assert.equal(textOf(link, 'LinkedObjectIdentifier'), other);
    assert.equal(integerOf(described, 'CryptographicLength'), 384);
  }
});

const refusedPairs: readonly (readonly [string, readonly Ttlv[], string])[] = [
  ['RSA 1024', [algorithm('RSA'), bits(1024)], 'InvalidField'],
  ['RSA 8192', [algorithm('RSA'), bits(8192)], 'InvalidField'],
  ['RSA -2048', [algorithm('RSA'), bits(-2048)], 'InvalidField'],
  ['no algorithm', [], 'InvalidMessage'],
  ['no curve', [algorithm('EC')], 'InvalidField'],
  ['an unknown curve', [algorithm('EC'), curve('B_571')], 'UnsupportedCryptographicParameters'],
  ['AES', [algorithm('AES'), bits(256)], 'InvalidField'],
];

for (const [name, common, reason] of refusedPairs) {
  test(`CreateKeyPair refuses ${name}, and stores no half`, async () => {
    using engine = openEngine();
    await assert.rejects(newPair(engine, ...common), { reason });
    assert.equal(engine.store.counts(engine.clock.nowUnixSeconds).objects, 0);
  });
}

const formats: readonly (readonly [readonly Ttlv[], string, readonly string[], string, readonly string[]])[] =
  [
    [RSA, 'PKCS_1', ['PKCS_8', 'TransparentRSAPrivateKey'], 'PKCS_1', ['X_509', 'TransparentRSAPublicKey']],
    [
      [algorithm('EC'), curve('P_521')],
      'TransparentECPrivateKey',
      ['ECPrivateKey', 'PKCS_8'],
      'TransparentECPublicKey',
      ['X_509'],
    ],
    [[algorithm('Ed25519')], 'PKCS_8', [], 'X_509', []],
  ];

const keyBlock = (answer: TtlvStructure): TtlvStructure =>
  structureOf(structureOf(answer, enumerationOf(answer, 'ObjectType')), 'KeyBlock');

async function got(engine: Engine, id: string, format?: string): Promise<TtlvStructure> {
  const asked = format === undefined ? [] : [enumeration('KeyFormatType', format)];
  return engine.run('Get', [uid(id), ...asked]);
}

/** Registers what Get handed out, and answers whether the copy signs or verifies for the original. */
async function registeredCopy(engine: Engine, answer: TtlvStructure): Promise<string> {
  const content = answer.value.at(-1);
  assert.ok(content !== undefined);
  const type = enumeration('ObjectType', enumerationOf(answer, 'ObjectType'));
  const request = [type, attributes(active, usage('Sign', 'Verify')), content];
  return textOf(await engine.run('Register', request), 'UniqueIdentifier');
}

for (const [common, privateDefault, privateOthers, publicDefault, publicOthers] of formats) {
  test(`${common[0]?.value}: every format of a half is the same key, the default being ${privateDefault}`, async () => {
    using engine = openEngine();
    const pair = await newPair(engine, ...common);
    assert.equal(enumerationOf(keyBlock(await got(engine, pair.privateId)), 'KeyFormatType'), privateDefault);
    assert.equal(enumerationOf(keyBlock(await got(engine, pair.publicId)), 'KeyFormatType'), publicDefault);
    const privateKeys = [undefined, ...privateOthers].map((format) => got(engine, pair.privateId, format));
    const publicKeys = [undefined, ...publicOthers].map((format) => got(engine, pair.publicId, format));
    for (const privateKey of await Promise.all(privateKeys)) {
      const signer = await registeredCopy(engine, privateKey);
      const signature = bytesOf(await engine.run('Sign', [uid(signer), data(CLEAR)]), 'SignatureData');
      for (const publicKey of await Promise.all(publicKeys)) {
        const request = [
          uid(await registeredCopy(engine, publicKey)),
          data(CLEAR),
          bytes('SignatureData', signature),
        ];
        const answer = await engine.run('SignatureVerify', request);
        assert.equal(enumerationOf(answer, 'ValidityIndicator'), 'Valid');
      }
    }
    await assert.rejects(got(engine, pair.publicId, 'PKCS_12'), { reason: 'KeyFormatTypeNotSupported' });
    await assert.rejects(got(engine, pair.privateId, 'Raw'), { reason: 'KeyFormatTypeNotSupported' });
  });
}

test('what the server signs, others verify with the key that it hands out', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, algorithm('EC'), curve('P_256'));
  const block = keyBlock(await got(engine, pair.publicId, 'X_509'));
  const der = Buffer.from(bytesOf(structureOf(block, 'KeyValue'), 'KeyMaterial'));
  const signature = bytesOf(await engine.run('Sign', [uid(pair.privateId), data(CLEAR)]), 'SignatureData');
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  assert.ok(verify('sha256', CLEAR, key, signature));
});

test('known answer: Ed25519, RFC 8032 section 7.1, test 2', async () => {
  using engine = openEngine();
  const pkcs8 = hex(
    '302e020100300506032b6570042204204ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
  );
  const request = [
    enumeration('ObjectType', 'PrivateKey'),
    attributes(active, usage('Sign')),
    structure(
      'PrivateKey',
      structure(
        'KeyBlock',
        enumeration('KeyFormatType', 'PKCS_8'),
        structure('KeyValue', bytes('KeyMaterial', pkcs8)),
      ),
    ),
  ];
  const id = textOf(await engine.run('Register', request), 'UniqueIdentifier');
  const signed = await engine.run('Sign', [uid(id), data(hex('72'))]);
  assert.equal(
    hexOf(bytesOf(signed, 'SignatureData')),
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  );
});

test('a registered half must be of the algorithm that it claims', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, algorithm('Ed25519'));
  const content = maybeChild(await got(engine, pair.publicId), 'PublicKey');
  assert.ok(content !== undefined);
  const request = [enumeration('ObjectType', 'PublicKey'), attributes(algorithm('RSA')), content];
  await assert.rejects(engine.run('Register', request), { reason: 'InvalidField' });
});
