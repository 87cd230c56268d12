import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Handle, PKCS11 } from 'pkcs11js';
import { skip } from './softhsm.fixture.ts';

/** A token with room for so many objects; handles are one letter, in upper case on the token. */
async function moveAb(room: number): Promise<{ readonly failure: unknown; readonly destroyed: string }> {
  const { moveToToken } = await import('./move.ts');
  let destroyed = '';
  let copies = 0;
  const module = {
    C_CopyObject: (_session: Handle, object: Handle) => {
      if (copies++ === room) throw new Error('token full');
      return Buffer.from(object.toString().toUpperCase());
    },
    C_DestroyObject: (_session: Handle, object: Handle) => {
      destroyed += object.toString();
    },
  } as Partial<PKCS11> as PKCS11;
  try {
    moveToToken({ module, handle: Buffer.of() }, [Buffer.from('a'), Buffer.from('b')]);
    return { failure: undefined, destroyed };
  } catch (failure) {
    return { failure, destroyed };
  }
}

test('what was moved is no longer in the session', { skip }, async () => {
  assert.deepEqual(await moveAb(2), { failure: undefined, destroyed: 'ab' });
});

test('a token with room for half a pair is left with nothing of it', { skip }, async () => {
  assert.deepEqual(await moveAb(1), { failure: new Error('token full'), destroyed: 'A' });
});
