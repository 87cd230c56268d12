/**
 * The only place where the suite's side loads a PKCS#11 library, in a process of its own: the library keeps its state
 * per process and reads SOFTHSM2_CONF once. One JSON task on standard input, one JSON answer on standard output.
 */
import { text } from 'node:stream/consumers';
import type { PKCS11 } from 'pkcs11js';

export interface Task {
  readonly library: string;
  /** Absent: only see whether the library loads and starts. */
  readonly token?: { readonly label: string; readonly pin: string; readonly soPin: string };
}

/** `remedy` where the task itself is not at fault. */
export type Answer = { readonly slot?: number } | { readonly problem: string; readonly remedy?: string };

type Pkcs11Js = typeof import('pkcs11js');

async function perform(task: Task): Promise<Answer> {
  const pkcs11js = await import('pkcs11js').then(
    (loaded) => loaded.default as Pkcs11Js,
    () => undefined,
  );
  if (!pkcs11js)
    return {
      problem: 'the optional dependency pkcs11js is not built',
      remedy: 'run npm rebuild pkcs11js (it needs a C++ compiler)',
    };
  const module = new pkcs11js.PKCS11();
  try {
    module.load(task.library);
    module.C_Initialize();
    const answer = task.token ? { slot: initialise(pkcs11js, module, task.token) } : {};
    module.C_Finalize();
    return answer;
  } catch (error) {
    const method = error instanceof pkcs11js.NativeError && error.method ? `${error.method}: ` : '';
    return { problem: `${method}${error instanceof Error ? error.message : String(error)}` };
  }
}

function initialise(pkcs11js: Pkcs11Js, module: PKCS11, token: NonNullable<Task['token']>): number {
  const isSet = (slot: Buffer): boolean =>
    (module.C_GetTokenInfo(slot).flags & pkcs11js.CKF_TOKEN_INITIALIZED) !== 0;
  const numbers = (): number[] => module.C_GetSlotList(true).filter(isSet).map(slotNumber);

  const before = new Set(numbers());
  const free = module.C_GetSlotList(true).find((slot) => !isSet(slot));
  if (!free) throw new Error('the library offers no free slot');
  module.C_InitToken(free, token.soPin, token.label);
  const session = module.C_OpenSession(free, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
  module.C_Login(session, pkcs11js.CKU_SO, token.soPin);
  module.C_InitPIN(session, token.pin);
  // SoftHSM gives a new token its lasting slot number at the next start.
  module.C_Finalize();
  module.C_Initialize();
  const slot = numbers().find((number) => !before.has(number));
  if (slot === undefined) throw new Error('the new token does not appear among the slots');
  return slot;
}

/** A slot handle is a CK_ULONG in memory: 8 bytes, or 4 on 32-bit machines. */
function slotNumber(handle: Buffer): number {
  return handle.length === 8 ? Number(handle.readBigUInt64LE()) : handle.readUInt32LE();
}

const task: Task = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(await perform(task)));
