import { KmipError } from '../../kmip/errors.ts';
import { unsupported } from './failure.ts';
import type { Parameters } from './parameters.ts';

/** How a block cipher mode is done with node:crypto. */
export interface CipherMode {
  /** OASIS name of the algorithm of the key. */
  readonly algorithms: readonly string[];
  /** Name in node:crypto; `bits` is the length of the whole key. */
  readonly cipher: (bits: number) => string;
  readonly keyBits: readonly number[];
  readonly iv:
    | { readonly kind: 'none' }
    /** Part of the mode's definition, never sent. */
    | { readonly kind: 'fixed'; readonly value: Uint8Array }
    /** `make` bytes when the server chooses; a client may send `least` to `most`. */
    | { readonly kind: 'sent'; readonly make: number; readonly least: number; readonly most: number };
  /** Lengths in bytes of the authentication tag; empty for modes without one. The first is the default. */
  readonly tags: readonly number[];
  readonly pads: boolean;
}

const AES_BITS = [128, 192, 256];
const aes = (name: string) => (bits: number) => `aes-${bits}-${name}`;

const block = { kind: 'sent', make: 16, least: 16, most: 16 } as const;

const MODES: ReadonlyMap<string, CipherMode> = new Map<string, CipherMode>([
  [
    'GCM',
    {
      algorithms: ['AES'],
      cipher: aes('gcm'),
      keyBits: AES_BITS,
      /** SP 800-38D section 5.2.1.1 allows any length but none; OpenSSL takes up to 128 bytes. */
      iv: { kind: 'sent', make: 12, least: 1, most: 128 },
      /** SP 800-38D section 5.2.1.2. */
      tags: [16, 15, 14, 13, 12, 8, 4],
      pads: false,
    },
  ],
  ['CBC', { algorithms: ['AES'], cipher: aes('cbc'), keyBits: AES_BITS, iv: block, tags: [], pads: true }],
  [
    'ECB',
    {
      algorithms: ['AES'],
      cipher: aes('ecb'),
      keyBits: AES_BITS,
      iv: { kind: 'none' },
      tags: [],
      pads: true,
    },
  ],
  [
    'XTS',
    {
      algorithms: ['AES'],
      cipher: (bits) => aes('xts')(bits / 2),
      keyBits: [256, 512],
      iv: block,
      tags: [],
      pads: false,
    },
  ],
  [
    'NISTKeyWrap',
    {
      algorithms: ['AES'],
      cipher: (bits) => `aes${bits}-wrap`,
      keyBits: AES_BITS,
      /** RFC 3394 section 2.2.3.1. */
      iv: { kind: 'fixed', value: new Uint8Array(8).fill(0xa6) },
      tags: [],
      pads: false,
    },
  ],
  [
    'AESKeyWrapPadding',
    {
      algorithms: ['AES'],
      cipher: (bits) => `aes${bits}-wrap-pad`,
      keyBits: AES_BITS,
      /** RFC 5649 section 3. */
      iv: { kind: 'fixed', value: Uint8Array.of(0xa6, 0x59, 0x59, 0xa6) },
      tags: [],
      pads: false,
    },
  ],
  [
    'AEAD',
    {
      algorithms: ['ChaCha20Poly1305', 'ChaCha20'],
      cipher: () => 'chacha20-poly1305',
      keyBits: [256],
      iv: { kind: 'sent', make: 12, least: 12, most: 12 },
      tags: [16],
      pads: false,
    },
  ],
]);

const DEFAULT_MODES: ReadonlyMap<string, string> = new Map([
  ['AES', 'GCM'],
  ['ChaCha20', 'AEAD'],
  ['ChaCha20Poly1305', 'AEAD'],
]);

/**
 * The mode of a request for a key of that algorithm.
 * @throws KmipError UnsupportedCryptographicParameters, BadCryptographicParameters
 */
export function cipherModeFor(algorithm: string, bits: number, parameters: Parameters): CipherMode {
  const name = parameters.blockCipherMode ?? DEFAULT_MODES.get(algorithm);
  const mode = name === undefined ? undefined : MODES.get(name);
  if (mode === undefined) {
    throw unsupported(`the mode ${name} is not supported here; use ${[...MODES.keys()].join(', ')}`);
  }
  const asked = parameters.cryptographicAlgorithm ?? algorithm;
  if (!mode.algorithms.includes(algorithm) || !mode.algorithms.includes(asked)) {
    throw new KmipError(
      'BadCryptographicParameters',
      `the mode ${name} with algorithm ${asked} does not fit a key of algorithm ${algorithm}`,
    );
  }
  if (!mode.keyBits.includes(bits)) {
    throw new KmipError(
      'BadCryptographicParameters',
      `the mode ${name} needs a key of ${mode.keyBits.join(', ')} bits, this one has ${bits}`,
    );
  }
  return mode;
}
