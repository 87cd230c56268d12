import type { Config } from '../config/settings.ts';
import { createVault, type VaultOptions } from '../keys/key-vault.ts';
import { stateInForce } from '../lifecycle.ts';
import { reasonOf } from '../log/reason.ts';
import { readKeyBlock, secretBytes } from '../objects/key-block.ts';
import { StartError } from '../start-error.ts';
import { noRecorder } from '../telemetry/no-recorder.ts';

type ApiTokenParts = Pick<VaultOptions, 'store' | 'hsm' | 'nowUnixSeconds'> & {
  readonly config: Pick<Config, 'apiTokenId' | 'hsmAdmins' | 'keyEncryptionKey'>;
};

/**
 * The bearer token that is the key named as --api-token-id, in Base64; undefined when none is named. It is read before
 * anybody is served, so that reading it is part of no count.
 * @throws StartError when there is no such symmetric key in use
 */
export const readApiToken = async (parts: ApiTokenParts): Promise<string | undefined> => {
  const { apiTokenId: id } = parts.config;
  if (id === undefined) return undefined;
  try {
    return await tokenOf(id, parts);
  } catch (error) {
    throw new StartError(
      `The key ${id} cannot be the API token (--api-token-id): ${reasonOf(error).replace(/\.$/, '')}.`,
    );
  }
};

const tokenOf = async (
  id: string,
  { config, store, hsm, nowUnixSeconds }: ApiTokenParts,
): Promise<string> => {
  const key = store.retrieve(id);
  if (key === undefined)
    throw new Error('there is no such object, create it on a server without this setting');
  if (key.type !== 'SymmetricKey') throw new Error(`it is a ${key.type}, not a SymmetricKey`);
  const state = stateInForce(key, nowUnixSeconds());
  if (state !== 'Active') throw new Error(`it is ${state}, not Active`);
  const vault = createVault({
    ...{ store, hsm, nowUnixSeconds, recorder: noRecorder, cache: undefined },
    ...{ hsmAdmins: config.hsmAdmins, keyEncryptionKey: config.keyEncryptionKey },
    monotonicMs: () => 0,
  });
  return Buffer.from(secretBytes(readKeyBlock(await vault.open(key)))).toString('base64');
};
