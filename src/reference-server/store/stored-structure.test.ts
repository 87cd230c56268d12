import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeJson } from '../../kmip/json.ts';
import { bigInteger, bytes, dateTime, integer, longInteger, structure, text } from '../../kmip/ttlv.ts';
import { storedStructure } from './stored-structure.ts';

test('what was written is read again, whatever its values are', () => {
  const written = structure(
    'Attributes',
    text('Comment', 'a "quoted" \\ text, \u{1f511}'),
    integer('CryptographicLength', -1),
    longInteger('UsageLimitsCount', 2n ** 63n - 1n),
    bigInteger('Modulus', -(2n ** 80n)),
    dateTime('ActivationDate', -1n),
    bytes('KeyMaterial', Uint8Array.of(0, 255)),
    structure('Name'),
  );
  assert.deepEqual(storedStructure(writeJson(written)), written);
});

test('a damaged text is refused in a sentence without any of it', () => {
  const secret = 'DEADBEEF';
  const damaged = `{"tag":"KeyMaterial","type":"ByteString","value":"${secret}`;
  for (const text of [damaged, secret, `${secret}"}`])
    assert.throws(
      () => storedStructure(text),
      (error: Error) => /^The database is damaged/.test(error.message) && !error.stack?.includes(secret),
    );
});
