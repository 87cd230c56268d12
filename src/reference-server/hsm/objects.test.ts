import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Handle, PKCS11 } from 'pkcs11js';
import { skip } from './softhsm.fixture.ts';

/** Searches a token on which one object is found and then cannot be read, for this reason. */
async function searchWith(reason: 'CKR_OBJECT_HANDLE_INVALID' | 'CKR_DEVICE_ERROR') {
  const [{ default: pkcs11js }, { search }] = await Promise.all([import('pkcs11js'), import('./objects.ts')]);
  const found = [Buffer.of(1)];
  const module = {
    C_FindObjectsInit: () => {},
    C_FindObjects: (): Handle | null => found.pop() ?? null,
    C_FindObjectsFinal: () => {},
    C_GetAttributeValue: () => {
      throw new pkcs11js.Pkcs11Error(reason, pkcs11js[reason], 'C_GetAttributeValue');
    },
  } as unknown as PKCS11;
  return search({ module, handle: Buffer.of() }, 5);
}

test('a key that another process destroys under a search is not found', { skip }, async () => {
  assert.deepEqual(await searchWith('CKR_OBJECT_HANDLE_INVALID'), []);
});

test('every other failure to read a key fails the search', { skip }, async () => {
  await assert.rejects(searchWith('CKR_DEVICE_ERROR'), /CKR_DEVICE_ERROR/);
});
