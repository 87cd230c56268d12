import { globSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where packages put it: Debian, Alpine, Fedora, a build from source, Homebrew on macOS and Linux. */
const USUAL_PLACES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/*/softhsm/libsofthsm2.so',
  '/usr/lib64/{pkcs11,softhsm}/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
  '/home/linuxbrew/.linuxbrew/lib/softhsm/libsofthsm2.so',
];

/** The folder this project fetches SoftHSM into when the machine has none. */
export const SOFTHSM_CACHE = resolve('.cache/softhsm');

/**
 * The path of a SoftHSM library: the one SOFTHSM2_PKCS11_LIB names (taken at its word, whether it exists or not),
 * else an installed one, else the fetched one.
 */
export function findSoftHsm(
  cache: string = SOFTHSM_CACHE,
  env: NodeJS.ProcessEnv = process.env,
  places: readonly string[] = USUAL_PLACES,
): string | undefined {
  return env.SOFTHSM2_PKCS11_LIB || globSync([...places])[0] || findInPackage(cache);
}

/** Debian's package unpacked under `root`. */
export function findInPackage(root: string): string | undefined {
  return globSync('usr/lib/{softhsm,*/softhsm}/libsofthsm2.so', { cwd: root }).map((path) =>
    resolve(root, path),
  )[0];
}
