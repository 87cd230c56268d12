import pkcs11js, { type Handle, type PKCS11 } from 'pkcs11js';
import { reasonOf } from '../log/reason.ts';
import { LoginRefused, TokenGone } from './failures.ts';
import type { HsmSlot } from './protocol.ts';
import { type Session, SessionPool } from './sessions.ts';
import { readUnsigned } from './unsigned.ts';

/** An open slot. */
export interface Token {
  readonly slot: number;
  readonly sessions: SessionPool;
  /** @throws TokenGone */
  assertPresent(): void;
}

/** @throws TokenGone, LoginRefused; the PIN is in no message */
export function openToken(module: PKCS11, { slot, pin }: HsmSlot): Token {
  const id = findSlot(module, slot);
  const open = (): Session => ({
    module,
    handle: module.C_OpenSession(id, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION),
  });
  // The login lasts as long as any session of the slot is open: this one is kept to the end.
  if (pin !== undefined) logIn(open(), slot, pin);
  return { slot, sessions: new SessionPool(open), assertPresent: () => assertPresent(module, id, slot) };
}

function findSlot(module: PKCS11, slot: number): Handle {
  const usable = module
    .C_GetSlotList(true)
    .filter((id) => (module.C_GetTokenInfo(id).flags & pkcs11js.CKF_TOKEN_INITIALIZED) !== 0);
  const found = usable.find((id) => readUnsigned(id) === slot);
  if (found) return found;
  const known = usable.map((id) => readUnsigned(id)).join(', ') || 'none';
  throw new TokenGone(slot, `slots with a token: ${known}`);
}

function logIn({ module, handle }: Session, slot: number, pin: string): void {
  try {
    module.C_Login(handle, pkcs11js.CKU_USER, pin);
  } catch (error) {
    if (error instanceof pkcs11js.Pkcs11Error && error.message.includes('PIN'))
      throw new LoginRefused(slot, error.message);
    throw error;
  }
}

/** Measured: SoftHSM answers searches on a token whose folder was removed with "nothing found". */
function assertPresent(module: PKCS11, id: Handle, slot: number): void {
  try {
    module.C_GetTokenInfo(id);
  } catch (error) {
    throw new TokenGone(slot, reasonOf(error));
  }
}
