import type { Handle } from 'pkcs11js';
import type { Session } from './sessions.ts';
import { ON_TOKEN } from './templates.ts';

/**
 * Puts objects that live in the session on the token, all or none.
 * Measured: SoftHSM locks the files of a token against other processes only, so that token objects made on one thread
 * fail the searches of another, and are failed by them. Session objects have no files.
 */
export function moveToToken({ module, handle }: Session, objects: readonly Handle[]): void {
  const moved: Handle[] = [];
  try {
    for (const object of objects) moved.push(module.C_CopyObject(handle, object, ON_TOKEN));
  } catch (error) {
    for (const copy of moved) module.C_DestroyObject(handle, copy);
    throw error;
  }
  for (const object of objects) module.C_DestroyObject(handle, object);
}
