import { KmipError } from '../../kmip/errors.ts';

/** Runs a call into node:crypto; whatever it throws becomes CryptographicFailure with this sentence. */
export function cryptographic<T>(sentence: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    if (cause instanceof KmipError) throw cause;
    throw new KmipError('CryptographicFailure', sentence, { cause });
  }
}

export const unsupported = (sentence: string): KmipError =>
  new KmipError('UnsupportedCryptographicParameters', sentence);
