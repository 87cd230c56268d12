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
    /** `make` bytes when the server chooses; a client may send one of `lengths`. */
    | {
        readonly kind: 'sent';
        readonly make: number;
        readonly lengths: readonly number[];
        /** node:crypto wants this many bytes: zeros come before what is shorter. */
        readonly filledTo?: number;
      };
  /** Lengths in bytes of the authentication tag; empty for modes without one. The first is the default. */
  readonly tags: readonly number[];
  /** OASIS name of the padding when the request names none; undefined for modes that never pad. */
  readonly padding: 'PKCS5' | 'None' | undefined;
  /** OpenSSL wants all of the data at once. */
  readonly whole?: true;
}

const AES_BITS = [128, 192, 256];
const aes = (name: string) => (bits: number) => `aes-${bits}-${name}`;

const block = { kind: 'sent', make: 16, lengths: [16] } as const;

const upTo = (most: number): readonly number[] => Array.from({ length: most }, (_, index) => index + 1);

const MODES: ReadonlyMap<string, CipherMode> = new Map<string, CipherMode>([
  [
    'GCM',
    {
      algorithms: ['AES'],
      cipher: aes('gcm'),
      keyBits: AES_BITS,
      /** SP 800-38D section 5.2.1.1 allows any length but none; OpenSSL takes up to 128 bytes. */
      iv: { kind: 'sent', make: 12, lengths: upTo(128) },
      /** SP 800-38D section 5.2.1.2. */
      tags: [16, 15, 14, 13, 12, 8, 4],
      padding: undefined,
    },
  ],
  [
    'CBC',
    { algorithms: ['AES'], cipher: aes('cbc'), keyBits: AES_BITS, iv: block, tags: [], padding: 'PKCS5' },
  ],
  [
    'ECB',
    {
      algorithms: ['AES'],
      cipher: aes('ecb'),
      keyBits: AES_BITS,
      iv: { kind: 'none' },
      tags: [],
      /** As the OASIS cases CS-BC-M-1 to 7 have it. */
      padding: 'None',
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
      padding: undefined,
      whole: true,
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
      padding: undefined,
      whole: true,
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
      padding: undefined,
      whole: true,
    },
  ],
  [
    'AEAD',
    {
      algorithms: ['ChaCha20Poly1305', 'ChaCha20'],
      cipher: () => 'chacha20-poly1305',
      keyBits: [256],
      iv: { kind: 'sent', make: 12, lengths: [12] },
      /** A shorter tag is the longer one cut off (OASIS case CS-BC-M-CHACHA20POLY1305-1). */
      tags: [16, 15, 14, 13, 12],
      padding: undefined,
    },
  ],
]);

const DES_BITS = [128, 192];
const des = (mode: string) => (bits: number) => (bits === 128 ? `des-ede${mode}` : `des-ede3${mode}`);

/** The modes of triple DES, two keys or three: for data that is there already (OASIS cases CS-BC-M of 3DES). */
const DES_MODES: ReadonlyMap<string, CipherMode> = new Map<string, CipherMode>([
  [
    'CBC',
    {
      algorithms: ['DES3'],
      cipher: des('-cbc'),
      keyBits: DES_BITS,
      iv: { kind: 'sent', make: 8, lengths: [8] },
      tags: [],
      padding: 'PKCS5',
    },
  ],
  [
    'ECB',
    {
      algorithms: ['DES3'],
      cipher: des(''),
      keyBits: DES_BITS,
      iv: { kind: 'none' },
      tags: [],
      padding: 'None',
    },
  ],
]);

/** What a key does whose algorithm has no modes (OASIS cases CS-BC-M-CHACHA20). */
const STREAM: CipherMode = {
  algorithms: ['ChaCha20'],
  cipher: () => 'chacha20',
  keyBits: [256],
  /** OpenSSL: the block counter in front of the nonce, 8 + 8 bytes or, after RFC 8439, 4 + 12. */
  iv: { kind: 'sent', make: 12, lengths: [8, 12, 16], filledTo: 16 },
  tags: [],
  padding: undefined,
};

const DEFAULT_MODES: ReadonlyMap<string, string> = new Map([
  ['AES', 'GCM'],
  ['ChaCha20Poly1305', 'AEAD'],
  ['DES3', 'CBC'],
]);

const modesOf = (algorithm: string): ReadonlyMap<string, CipherMode> =>
  algorithm === 'DES3' ? DES_MODES : MODES;

/**
 * The mode of a request for a key of that algorithm.
 * @throws KmipError UnsupportedCryptographicParameters, BadCryptographicParameters
 */
export function cipherModeFor(algorithm: string, bits: number, parameters: Parameters): CipherMode {
  const name = parameters.blockCipherMode ?? DEFAULT_MODES.get(algorithm);
  const mode = name === undefined && algorithm === 'ChaCha20' ? STREAM : modesOf(algorithm).get(name ?? '');
  if (mode === undefined) {
    throw unsupported(
      `the mode ${name} is not supported here; use ${[...modesOf(algorithm).keys()].join(', ')}`,
    );
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
