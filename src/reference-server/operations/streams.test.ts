import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, enumerationOf, maybeBytes } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, bytes, integer, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';
import { type Engine, OWNER, openEngine } from './engine.fixture.ts';
import {
  algorithm,
  data,
  newAesKey,
  newPair,
  parameters,
  registered,
  revocation,
  uid,
  usage,
  utf8,
} from './requests.fixture.ts';

const FIRST = boolean('InitIndicator', true);
const LAST = boolean('FinalIndicator', true);
const PARTS = ['one part, ', 'another that is longer than a block, ', 'the end'];
const WHOLE = utf8(PARTS.join(''));

/** Sends data in parts and answers every answer. */
async function streamed(
  engine: Engine,
  operation: string,
  parts: readonly Uint8Array[],
  first: readonly Ttlv[],
  last: readonly Ttlv[] = [],
): Promise<readonly TtlvStructure[]> {
  const answers: TtlvStructure[] = [];
  for (const [index, part] of parts.entries()) {
    const correlation = answers[0] && bytesOf(answers[0], 'CorrelationValue');
    const items = [
      ...(index === 0 ? [FIRST, ...first] : [bytes('CorrelationValue', correlation ?? new Uint8Array())]),
      ...(index === parts.length - 1 ? [LAST, ...last] : []),
      data(part),
    ];
    answers.push(await engine.run(operation, items));
  }
  return answers;
}

const joined = (answers: readonly TtlvStructure[]): Uint8Array =>
  new Uint8Array(Buffer.concat(answers.map((answer) => bytesOf(answer, 'Data'))));
const texts = PARTS.map(utf8);

for (const mode of ['GCM', 'CBC']) {
  test(`${mode}: parts make what the whole would have made, and come apart elsewhere`, async () => {
    using engine = openEngine();
    const id = uid(await newAesKey(engine));
    const how = parameters(enumeration('BlockCipherMode', mode));
    const sealed = await streamed(engine, 'Encrypt', texts, [id, how]);
    const [begun, , end] = sealed;
    assert.ok(begun && end);
    const iv = bytes('IVCounterNonce', bytesOf(begun, 'IVCounterNonce'));
    assert.equal(maybeBytes(end, 'IVCounterNonce'), undefined);
    assert.equal(maybeBytes(end, 'CorrelationValue'), undefined);
    const tag = maybeBytes(end, 'AuthenticatedEncryptionTag');
    const last = tag === undefined ? [] : [bytes('AuthenticatedEncryptionTag', tag)];
    const whole = await engine.run('Encrypt', [id, how, iv, data(WHOLE)]);
    assert.deepEqual(joined(sealed), bytesOf(whole, 'Data'));
    assert.deepEqual(tag, maybeBytes(whole, 'AuthenticatedEncryptionTag'));
    const cut = [joined(sealed).subarray(0, 5), joined(sealed).subarray(5)];
    assert.deepEqual(joined(await streamed(engine, 'Decrypt', cut, [id, how, iv], last)), WHOLE);
  });
}

test('a wrong tag is found at the end', async () => {
  using engine = openEngine();
  const id = uid(await newAesKey(engine));
  const tag = bytes('AuthenticatedEncryptionTag', new Uint8Array(16));
  const iv = bytes('IVCounterNonce', new Uint8Array(12));
  const parts = [utf8('x'), utf8('y')];
  await assert.rejects(streamed(engine, 'Decrypt', parts, [id, iv], [tag]), {
    reason: 'CryptographicFailure',
  });
  await assert.rejects(streamed(engine, 'Decrypt', parts, [id, iv]), { reason: 'InvalidField' });
});

test('hashes, MACs and signatures are those of all parts together', async () => {
  using engine = openEngine();
  const sha = parameters(enumeration('HashingAlgorithm', 'SHA_256'));
  const [, , hash] = await streamed(engine, 'Hash', texts, [sha]);
  assert.deepEqual(hash, await engine.run('Hash', [sha, data(WHOLE)]));

  const id = uid(await registered(engine, new Uint8Array(32), 'AES', usage('MACGenerate', 'MACVerify')));
  const hmac = parameters(algorithm('HMAC_SHA256'));
  const [begun, , mac] = await streamed(engine, 'MAC', texts, [id, hmac]);
  assert.deepEqual(begun?.value[0], id);
  assert.deepEqual(mac, await engine.run('MAC', [id, hmac, data(WHOLE)]));
  const claimed = bytes('MACData', mac ? bytesOf(mac, 'MACData') : new Uint8Array());
  const [, , verdict] = await streamed(engine, 'MACVerify', texts, [id, hmac], [claimed]);
  assert.equal(verdict && enumerationOf(verdict, 'ValidityIndicator'), 'Valid');

  const pair = await newPair(engine, algorithm('Ed25519'));
  const [, , signed] = await streamed(engine, 'Sign', texts, [uid(pair.privateId)]);
  const signature = bytes('SignatureData', signed ? bytesOf(signed, 'SignatureData') : new Uint8Array());
  const [, , valid] = await streamed(engine, 'SignatureVerify', texts, [uid(pair.publicId)], [signature]);
  assert.equal(valid && enumerationOf(valid, 'ValidityIndicator'), 'Valid');
});

test('a stream belongs to its user and its operation, and ends: with the last part, a failure, a pause', async () => {
  using engine = openEngine();
  const id = uid(await newAesKey(engine));
  const begin = async () =>
    bytes('CorrelationValue', bytesOf(await engine.run('Encrypt', [id, FIRST]), 'CorrelationValue'));
  const goOn = (correlation: Ttlv, items: readonly Ttlv[] = [], operation = 'Encrypt', user = OWNER) =>
    engine.run(operation, [correlation, ...items], user);
  const gone = { reason: 'InvalidCorrelationValue' };
  const stream = await begin();
  await assert.rejects(goOn(stream, [], 'Encrypt', 'ben'), gone);
  await assert.rejects(goOn(stream, [], 'Decrypt'), gone);
  await goOn(stream, [LAST]);
  await assert.rejects(goOn(stream), gone);
  const failing = await begin();
  await assert.rejects(goOn(failing, [integer('Data', 1)]), { reason: 'InvalidField' });
  await assert.rejects(goOn(failing), gone);
  const idle = await begin();
  engine.clock.nowUnixSeconds += 601n;
  await assert.rejects(goOn(idle), gone);
});

test('indicators that make no sense, and keys that need all data at once, are refused', async () => {
  using engine = openEngine();
  const id = uid(await newAesKey(engine));
  const pair = await newPair(engine, algorithm('RSA'));
  const wrap = parameters(enumeration('BlockCipherMode', 'NISTKeyWrap'));
  const refused: readonly (readonly [readonly Ttlv[], string])[] = [
    [[id, FIRST, LAST], 'InvalidField'],
    [[id, LAST], 'InvalidField'],
    [[id, FIRST, bytes('CorrelationValue', new Uint8Array(16))], 'InvalidField'],
    [[id, FIRST, wrap], 'FeatureNotSupported'],
    [[uid(pair.publicId), FIRST], 'FeatureNotSupported'],
  ];
  for (const [items, reason] of refused) await assert.rejects(engine.run('Encrypt', items), { reason });
});

test('a key that is revoked in between encrypts no more', async () => {
  using engine = openEngine();
  const id = uid(await newAesKey(engine));
  const correlation = bytesOf(await engine.run('Encrypt', [id, FIRST]), 'CorrelationValue');
  await engine.run('Revoke', [id, revocation('Unspecified')]);
  await assert.rejects(engine.run('Encrypt', [bytes('CorrelationValue', correlation), data(WHOLE)]), {
    reason: 'WrongKeyLifecycleState',
  });
});
