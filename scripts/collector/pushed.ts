import { join } from 'node:path';
import { grantRequest } from '../../src/driver/access.ts';
import { type Call, createKey, encrypt, onObject, USAGE } from '../../src/driver/calls.ts';
import { textOf } from '../../src/kmip/fields.ts';
import type { Export } from '../../src/otlp/export.ts';
import type { Instance } from '../../src/testbed/instance.ts';
import { observe } from '../../src/testbed/observe.ts';
import { obtainSoftHsm } from '../../src/testbed/softhsm/obtain.ts';
import { createToken } from '../../src/testbed/softhsm/token.ts';
import { clientOf, startKms, TRAFFIC } from './kms.ts';

/** What a KMS pushed, in order. */
export type Pushed = readonly Export[];

const PLAINTEXT = Buffer.alloc(16);
const ACTIVE = { activation: 1_700_000_000 };
const CRYPTS = USAGE.encrypt | USAGE.decrypt;

/**
 * Starts a KMS with an HSM and asks it for something of each instrument, in two rounds with a push after each, so that
 * counters have moved between two collections.
 * @param folder for the token
 */
export async function pushedBy(folder: string): Promise<Pushed> {
  const softHsm = await obtainSoftHsm(() => undefined);
  if ('reason' in softHsm) throw new Error(softHsm.reason);
  const hsm = await createToken({
    library: softHsm.library,
    folder: join(folder, 'tokens'),
    label: 'collector',
    pin: crypto.randomUUID(),
    soPin: crypto.randomUUID(),
  });
  const kms = await startKms({ name: 'pushed', hsm, keyEncryptionKey: `hsm::${hsm.slot}::kek` });
  try {
    await send(kms, 'alice', createKey('AES', 256, CRYPTS, { id: `hsm::${hsm.slot}::kek` }));
    for (const round of ['first', 'second']) {
      const key = await send(kms, 'alice', createKey('AES', 256, CRYPTS, ACTIVE));
      await send(kms, 'alice', encrypt(key, PLAINTEXT));
      await send(kms, 'alice', encrypt(key, PLAINTEXT));
      await share(kms, key);
      await (await clientOf(kms, 'bob')).bare(onObject('Get', `no-object-in-the-${round}-round`));
      await observe(kms);
    }
    return kms.collector.exports;
  } finally {
    await kms.dispose();
  }
}

/** @returns the identifier in the answer */
async function send(kms: Instance, user: string, call: Call): Promise<string> {
  const reply = await (await clientOf(kms, user)).bare(call);
  if (!reply.ok) throw new Error(`${call.operation} failed: ${reply.failure.message}`);
  return textOf(reply.payload, 'UniqueIdentifier');
}

async function share(kms: Instance, key: string): Promise<void> {
  const { http, read } = grantRequest('/access/grant', 'bob', ['get'], key, await kms.identityOf('alice'));
  await kms.outlet().exchange(TRAFFIC, http, read);
}
