import pkcs11js, { type PKCS11 } from 'pkcs11js';

/** Loads and starts a PKCS#11 library. @throws Error with a sentence */
export function startLibrary(path: string): PKCS11 {
  const module = new pkcs11js.PKCS11();
  try {
    module.load(path);
  } catch (error) {
    throw new Error(
      `The PKCS#11 library ${path} does not load (${wordsOf(error)}): install it (SoftHSM on Debian: apt-get install softhsm2) or correct its path.`,
    );
  }
  try {
    // Without the flag SoftHSM switches its locks off, and key pairs are made on another thread.
    module.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
  } catch (error) {
    module.close();
    throw new Error(`The PKCS#11 library ${path} does not start (${wordsOf(error)}): ${remedyFor(error)}.`);
  }
  return module;
}

export function stopLibrary(module: PKCS11): void {
  module.C_Finalize();
  module.close();
}

function remedyFor(error: unknown): string {
  return error instanceof pkcs11js.Pkcs11Error && error.code === pkcs11js.CKR_CRYPTOKI_ALREADY_INITIALIZED
    ? 'another HSM is open in this process, close it first'
    : 'for SoftHSM, SOFTHSM2_CONF must name a readable configuration whose token folder exists';
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
