import { once } from 'node:events';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { obtainSoftHsm } from '../../src/testbed/softhsm/obtain.ts';
import { createToken } from '../../src/testbed/softhsm/token.ts';
import type { Reference, ReferenceOptions } from '../reference.ts';

/** Administrator of the HSM, and somebody who is not: the vectors check what only one of them may do. */
export const OWNER = 'owner.client@acme.com';
const USER = 'user.client@acme.com';

export interface Hsm {
  readonly slot: number;
  /** How the server is told of token and key-encryption key. */
  readonly options: ReferenceOptions;
}

const kekOf = (slot: number): string => `hsm::${slot}::kek`;

/** A new token, and a server that is to seal with a key in it, which does not exist yet. */
export async function newHsm(folder: string): Promise<Hsm> {
  const found = await obtainSoftHsm((line) => process.stdout.write(`${line}\n`));
  if ('reason' in found) throw new Error(found.reason);
  const pin = '648219';
  const { slot, env } = await createToken({
    ...{ library: found.library, folder: join(folder, 'token') },
    ...{ label: 'vectors', pin, soPin: pin },
  });
  const args = ['--hsm-slot', `${slot}`, '--hsm-admin', OWNER, '--key-encryption-key', kekOf(slot)];
  return { slot, options: { args, env: { ...env, KMS_HSM_PASSWORD: pin } } };
}

/** Keys in the token are sealed by nobody, so the server that wants this key can make it. */
export async function createKek({ slot }: Hsm, reference: Reference): Promise<void> {
  const { certificate: cert, key } = await reference.client(OWNER);
  const asking = request(`https://127.0.0.1:${reference.port}/kmip/2_1`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    ...{ ca: await readFile(reference.authorityFile), cert, key },
  });
  asking.end(JSON.stringify(creation(kekOf(slot))));
  const [answer] = await once(asking, 'response');
  const said = await text(answer);
  if (!said.includes(kekOf(slot)) || said.includes('ResultReason'))
    throw new Error(`The key-encryption key was not made: ${said}`);
}

const creation = (id: string) => ({
  tag: 'Create',
  value: [
    { tag: 'ObjectType', type: 'Enumeration', value: 'SymmetricKey' },
    {
      tag: 'Attributes',
      value: [
        { tag: 'CryptographicAlgorithm', type: 'Enumeration', value: 'AES' },
        { tag: 'CryptographicLength', type: 'Integer', value: 256 },
        // Encrypt and Decrypt.
        { tag: 'CryptographicUsageMask', type: 'Integer', value: 12 },
        { tag: 'UniqueIdentifier', type: 'TextString', value: id },
      ],
    },
  ],
});

/** The users' certificates, made for this server, where the vectors look for them. */
export async function certificatesRoot(folder: string, reference: Reference): Promise<string> {
  const root = join(folder, 'certificates-of-users');
  for (const name of [OWNER, USER]) {
    const [role = ''] = name.split('.');
    const target = join(root, 'test_data', 'certificates', 'client_server', role);
    await mkdir(target, { recursive: true });
    const { certificateFile, keyFile } = await reference.client(name);
    await copyFile(certificateFile, join(target, `${name.replace('@', '.')}.crt`));
    await copyFile(keyFile, join(target, `${name.replace('@', '.')}.key`));
  }
  return root;
}
