import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';
import {
  BasicConstraintsExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  type X509CertificateCreateParams,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { enumerationOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { bytes, dateTime, structure, type Ttlv } from '../../kmip/ttlv.ts';
import { type Engine, openEngine, START } from './engine.fixture.ts';
import {
  broughtCertificate,
  hex,
  named,
  newAesKey,
  registeredCertificate,
  revocation,
  uid,
  utf8,
  wrappedBy,
} from './requests.fixture.ts';

const P_256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
const START_MS = Number(START) * 1000;
const AUTHORITY = [
  new BasicConstraintsExtension(true, undefined, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
];
const NAME_CONSTRAINTS = new Extension('2.5.29.30', false, hex('3000'));

const rsa = (modulusLength: number, hash: string) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash,
  modulusLength,
  publicExponent: Uint8Array.of(1, 0, 1),
});

interface Issued {
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly algorithm: webcrypto.Algorithm & { readonly hash: string };
  readonly der: Uint8Array<ArrayBuffer>;
}

interface Wish {
  readonly extensions?: readonly Extension[];
  readonly days?: readonly [number, number];
  readonly algorithm?: Issued['algorithm'];
}

async function issue(
  name: string,
  issuer: Issued | undefined,
  { extensions = [], days = [-1, 1], algorithm = P_256 }: Wish = {},
): Promise<Issued> {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const common = {
    notBefore: new Date(START_MS + days[0] * DAY_MS),
    notAfter: new Date(START_MS + days[1] * DAY_MS),
    extensions: [...extensions],
    signingAlgorithm: issuer?.algorithm ?? algorithm,
  };
  const signed: X509CertificateCreateParams = {
    ...common,
    subject: `CN=${name}`,
    issuer: `CN=${issuer?.name ?? name}`,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
  };
  const certificate = await X509CertificateGenerator.create(signed);
  return { name, keys, algorithm, der: new Uint8Array(certificate.rawData) };
}

const validity = async (engine: Engine, ...items: readonly Ttlv[]): Promise<string> =>
  enumerationOf(await engine.run('Validate', items), 'ValidityIndicator');

const root = await issue('Root', undefined, { extensions: AUTHORITY, days: [-9, 9] });
const middle = await issue('Middle', root, { extensions: AUTHORITY, days: [-5, 5] });
const leaf = await issue('Leaf', middle);
const on = (day: number): Ttlv => dateTime('ValidityDate', START + BigInt(day * 86_400));

test('a chain in any order that ends in a certificate of the server is valid', async () => {
  using engine = openEngine();
  const [rootId, middleId] = [
    await registeredCertificate(engine, root.der),
    await registeredCertificate(engine, middle.der),
  ];
  assert.equal(
    await validity(engine, broughtCertificate(leaf.der), broughtCertificate(middle.der), uid(rootId)),
    'Valid',
  );
  assert.equal(await validity(engine, uid(rootId), broughtCertificate(leaf.der), uid(middleId)), 'Valid');
  assert.equal(await validity(engine, uid(rootId), broughtCertificate(root.der)), 'Valid');
  assert.equal(await validity(engine, uid(middleId)), 'Unknown');
  assert.equal(
    await validity(
      engine,
      broughtCertificate(leaf.der),
      broughtCertificate(middle.der),
      broughtCertificate(root.der),
    ),
    'Unknown',
  );
});

test('the moment decides: now, or that of the request', async () => {
  using engine = openEngine();
  const chain = [
    uid(await registeredCertificate(engine, root.der)),
    broughtCertificate(middle.der),
    broughtCertificate(leaf.der),
  ];
  const moments = [-2, 0, 2].map((day) => validity(engine, on(day), ...chain));
  assert.deepEqual(await Promise.all(moments), ['Invalid', 'Valid', 'Invalid']);
  engine.clock.nowUnixSeconds = START + 2n * 86_400n;
  assert.equal(await validity(engine, ...chain), 'Invalid');
  assert.equal(await validity(engine, on(0), ...chain), 'Valid');
});

const forger = await issue('Middle', undefined, { extensions: AUTHORITY });
const short = [
  new BasicConstraintsExtension(true, 0, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
];
const shortRoot = await issue('Short', undefined, { extensions: short });
const belowShort = await issue('Below', shortRoot, { extensions: AUTHORITY });
const noAuthority = await issue('No authority', root);
const noSigner = await issue('No signer', root, {
  extensions: [
    new BasicConstraintsExtension(true, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
  ],
});
const narrow = await issue('Narrow', root, { extensions: [...AUTHORITY, NAME_CONSTRAINTS] });
const strange = await issue('Strange', root, { extensions: [new Extension('1.2.3', true, hex('0500'))] });
const weakRoot = await issue('Weak', undefined, { extensions: AUTHORITY, algorithm: rsa(1024, 'SHA-256') });
const oldRoot = await issue('Old', undefined, { extensions: AUTHORITY, algorithm: rsa(2048, 'SHA-1') });

const others: readonly (readonly [string, Issued, readonly Issued[], string])[] = [
  ['a signature of another key of that name', root, [middle, await issue('Leaf', forger)], 'Invalid'],
  ['a certificate that belongs to no other', root, [middle, leaf, shortRoot], 'Invalid'],
  ['two ends', root, [middle, leaf, await issue('Other leaf', middle)], 'Invalid'],
  ['a gap', root, [leaf], 'Invalid'],
  ['an issuer that is no authority', root, [noAuthority, await issue('Leaf', noAuthority)], 'Invalid'],
  [
    'an issuer whose key may not sign certificates',
    root,
    [noSigner, await issue('Leaf', noSigner)],
    'Invalid',
  ],
  ['a path as long as allowed', shortRoot, [await issue('Leaf', shortRoot)], 'Valid'],
  ['a longer path', shortRoot, [belowShort, await issue('Leaf', belowShort)], 'Invalid'],
  ['constraints that are not judged here', root, [narrow, await issue('Leaf', narrow)], 'Unknown'],
  ['a critical extension that nobody knows', root, [strange], 'Unknown'],
  ['a short RSA key', weakRoot, [await issue('Leaf', weakRoot)], 'Unknown'],
  ['a signature with SHA-1', oldRoot, [await issue('Leaf', oldRoot)], 'Unknown'],
  ['a root that signs itself with SHA-1', oldRoot, [], 'Valid'],
];

for (const [name, anchor, chain, expected] of others) {
  test(`${name}: ${expected}`, async () => {
    using engine = openEngine();
    const items = [
      uid(await registeredCertificate(engine, anchor.der)),
      ...chain.map(({ der }) => broughtCertificate(der)),
    ];
    assert.equal(await validity(engine, ...items), expected);
  });
}

test('a certificate that was revoked here makes the chain invalid', async () => {
  using engine = openEngine();
  const [rootId, middleId] = [
    await registeredCertificate(engine, root.der),
    await registeredCertificate(engine, middle.der),
  ];
  await engine.run('Revoke', [uid(middleId), revocation('Superseded')]);
  assert.equal(await validity(engine, uid(rootId), uid(middleId)), 'Invalid');
  assert.equal(await validity(engine, uid(rootId)), 'Valid');
});

test('without a name the certificate of the ID placeholder is meant; sealed ones are opened', async () => {
  using engine = openEngine();
  const id = await registeredCertificate(engine, root.der, wrappedBy(await newAesKey(engine)));
  const answer = await engine.run('Validate', [], undefined, id);
  assert.equal(enumerationOf(answer, 'ValidityIndicator'), 'Valid');
  assert.ok(engine.cacheFacts.includes('get/miss'));
});

test('refusals', async () => {
  using engine = openEngine();
  const id = await registeredCertificate(engine, root.der, named('root'));
  const pgp = structure(
    'Certificate',
    enumeration('CertificateType', 'PGP'),
    bytes('CertificateValue', root.der),
  );
  const refusals: readonly (readonly [readonly Ttlv[], string])[] = [
    [[], 'InvalidMessage'],
    [[uid('nowhere')], 'ObjectNotFound'],
    [[uid(await newAesKey(engine))], 'InvalidObjectType'],
    [[broughtCertificate(utf8('none'))], 'InvalidField'],
    [[pgp], 'InvalidField'],
    [[uid(id), dateTime('ValidityDate', 1n << 60n)], 'InvalidField'],
    [Array.from({ length: 21 }, () => uid(id)), 'InvalidField'],
  ];
  for (const [items, reason] of refusals) {
    await assert.rejects(engine.run('Validate', items), { reason }, reason);
  }
  await assert.rejects(engine.run('Validate', [uid(id)], 'ben'), { reason: 'PermissionDenied' });
});
