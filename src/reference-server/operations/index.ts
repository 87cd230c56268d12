import { activate } from './activate.ts';
import { adjustAttribute } from './adjust-attribute.ts';
import { archive, recover } from './archive.ts';
import { addAttribute, deleteAttribute, modifyAttribute, setAttribute } from './attribute-operations.ts';
import { check } from './check.ts';
import { create } from './create.ts';
import { createKeyPair } from './create-key-pair.ts';
import { decrypt } from './decrypt.ts';
import { deriveKey } from './derive-key.ts';
import { destroy } from './destroy.ts';
import { discoverVersions } from './discover-versions.ts';
import { encrypt } from './encrypt.ts';
import { exportObject } from './export.ts';
import { get } from './get.ts';
import { getAttributeList } from './get-attribute-list.ts';
import { getAttributes } from './get-attributes.ts';
import { hash } from './hash.ts';
import { importObject } from './import.ts';
import { interop } from './interop.ts';
import { locate } from './locate.ts';
import { mac } from './mac.ts';
import { macVerify } from './mac-verify.ts';
import { obtainLease } from './obtain-lease.ts';
import type { Operation } from './operation.ts';
import { ping } from './ping.ts';
import { query } from './query.ts';
import { reKey } from './re-key.ts';
import { reKeyKeyPair } from './re-key-pair.ts';
import { register } from './register.ts';
import { revoke } from './revoke.ts';
import { rngRetrieve, rngSeed } from './rng.ts';
import { sign } from './sign.ts';
import { signatureVerify } from './signature-verify.ts';
import { getUsageAllocation } from './usage-allocation.ts';
import { validate } from './validate.ts';

/** Every operation of this server by its OASIS name. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['Create', create],
  ['CreateKeyPair', createKeyPair],
  ['Register', register],
  ['Import', importObject],
  ['DeriveKey', deriveKey],
  ['ReKey', reKey],
  ['ReKeyKeyPair', reKeyKeyPair],
  ['Locate', locate],
  ['Check', check],
  ['Get', get],
  ['Export', exportObject],
  ['GetAttributes', getAttributes],
  ['GetAttributeList', getAttributeList],
  ['AddAttribute', addAttribute],
  ['ModifyAttribute', modifyAttribute],
  ['SetAttribute', setAttribute],
  ['DeleteAttribute', deleteAttribute],
  ['AdjustAttribute', adjustAttribute],
  ['GetUsageAllocation', getUsageAllocation],
  ['ObtainLease', obtainLease],
  ['Activate', activate],
  ['Revoke', revoke],
  ['Destroy', destroy],
  ['Archive', archive],
  ['Recover', recover],
  ['Encrypt', encrypt],
  ['Decrypt', decrypt],
  ['Sign', sign],
  ['SignatureVerify', signatureVerify],
  ['MAC', mac],
  ['MACVerify', macVerify],
  ['Hash', hash],
  ['Validate', validate],
  ['RNGRetrieve', rngRetrieve],
  ['RNGSeed', rngSeed],
  ['Query', query(() => operations.keys())],
  ['DiscoverVersions', discoverVersions],
  ['Interop', interop],
  ['Ping', ping],
]);
