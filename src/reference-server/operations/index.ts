import { activate } from './activate.ts';
import { create } from './create.ts';
import { createKeyPair } from './create-key-pair.ts';
import { decrypt } from './decrypt.ts';
import { destroy } from './destroy.ts';
import { discoverVersions } from './discover-versions.ts';
import { encrypt } from './encrypt.ts';
import { exportObject } from './export.ts';
import { get } from './get.ts';
import { getAttributes } from './get-attributes.ts';
import { hash } from './hash.ts';
import { importObject } from './import.ts';
import { locate } from './locate.ts';
import { mac } from './mac.ts';
import { macVerify } from './mac-verify.ts';
import type { Operation } from './operation.ts';
import { query } from './query.ts';
import { register } from './register.ts';
import { revoke } from './revoke.ts';
import { sign } from './sign.ts';
import { signatureVerify } from './signature-verify.ts';

/** Every operation of this server by its OASIS name. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['Create', create],
  ['CreateKeyPair', createKeyPair],
  ['Register', register],
  ['Import', importObject],
  ['Locate', locate],
  ['Get', get],
  ['Export', exportObject],
  ['GetAttributes', getAttributes],
  ['Activate', activate],
  ['Revoke', revoke],
  ['Destroy', destroy],
  ['Encrypt', encrypt],
  ['Decrypt', decrypt],
  ['Sign', sign],
  ['SignatureVerify', signatureVerify],
  ['MAC', mac],
  ['MACVerify', macVerify],
  ['Hash', hash],
  ['Query', query(() => operations.keys())],
  ['DiscoverVersions', discoverVersions],
]);
