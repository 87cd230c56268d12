import type { Handle, PKCS11 } from 'pkcs11js';

/** What every call of the library wants first. */
export interface Session {
  readonly module: PKCS11;
  readonly handle: Handle;
}

/** Lends each piece of work a session of its own, because a session does one operation at a time. */
export class SessionPool {
  readonly #open: () => Session;
  readonly #idle: Session[] = [];

  constructor(open: () => Session) {
    this.#open = open;
  }

  async run<T>(work: (session: Session) => T | Promise<T>): Promise<T> {
    const session = this.#idle.pop() ?? this.#open();
    try {
      const result = await work(session);
      this.#idle.push(session);
      return result;
    } catch (error) {
      // An operation that failed half-way stays active in its session (measured: CKR_OPERATION_ACTIVE from then on).
      discard(session);
      throw error;
    }
  }
}

function discard({ module, handle }: Session): void {
  try {
    module.C_CloseSession(handle);
  } catch {
    // The session is lost already; the failure that led here is the one to tell.
  }
}
