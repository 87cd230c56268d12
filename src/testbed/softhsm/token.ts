import { mkdir, rename, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { askPkcs11 } from './pkcs11.ts';

export interface TokenRequest {
  readonly library: string;
  /** Private to the token(s): several tokens may share one folder, and then one configuration. */
  readonly folder: string;
  /** At most 32 bytes. */
  readonly label: string;
  /** User PIN, 4 to 255 bytes. */
  readonly pin: string;
  readonly soPin: string;
}

export interface Token {
  readonly slot: number;
  readonly pin: string;
  /** What a KMS process needs in its environment to see the token. */
  readonly env: { readonly SOFTHSM2_CONF: string; readonly SOFTHSM2_PKCS11_LIB: string };
}

/** Makes an empty SoftHSM token. @throws Error with a sentence */
export async function createToken({ library, folder, label, pin, soPin }: TokenRequest): Promise<Token> {
  if (Buffer.byteLength(label) > 32)
    throw new Error(`The token label "${label}" is longer than 32 bytes: choose a shorter one.`);
  const { SOFTHSM2_CONF } = await configure(folder);
  const answer = await askPkcs11({ library, token: { label, pin, soPin } }, { SOFTHSM2_CONF });
  if ('problem' in answer || answer.slot === undefined) {
    const { problem, remedy } = 'problem' in answer ? answer : { problem: 'it has no slot' };
    throw new Error(
      `No SoftHSM token could be made in ${folder} with ${library} (${problem})${remedy ? `: ${remedy}` : ''}.`,
    );
  }
  return { slot: answer.slot, pin, env: { SOFTHSM2_CONF, SOFTHSM2_PKCS11_LIB: library } };
}

type TokenPlace = Pick<Token['env'], 'SOFTHSM2_CONF'>;

/** Takes the tokens away from whoever uses them; what they were in stays behind, empty. */
export async function pullOut({ SOFTHSM2_CONF }: TokenPlace): Promise<void> {
  const folder = dirname(SOFTHSM2_CONF);
  await rename(tokensIn(folder), awayFrom(folder));
  await mkdir(tokensIn(folder), { mode: 0o700 });
}

export async function putBack({ SOFTHSM2_CONF }: TokenPlace): Promise<void> {
  const folder = dirname(SOFTHSM2_CONF);
  await rmdir(tokensIn(folder));
  await rename(awayFrom(folder), tokensIn(folder));
}

const tokensIn = (folder: string): string => resolve(folder, 'tokens');
const awayFrom = (folder: string): string => resolve(folder, 'pulled-out');

/** Lays out a folder for tokens. */
export async function configure(folder: string): Promise<{ readonly SOFTHSM2_CONF: string }> {
  const tokens = tokensIn(folder);
  await mkdir(tokens, { recursive: true, mode: 0o700 });
  const SOFTHSM2_CONF = join(resolve(folder), 'softhsm2.conf');
  await writeFile(SOFTHSM2_CONF, configuration(tokens));
  return { SOFTHSM2_CONF };
}

const configuration = (tokens: string): string =>
  [
    `directories.tokendir = ${tokens}`,
    'objectstore.backend = file',
    'slots.mechanisms = ALL',
    'log.level = ERROR',
    '',
  ].join('\n');
