import { randomBytes } from 'node:crypto';
import * as calls from '../../driver/calls.ts';
import { textOf } from '../../kmip/fields.ts';
import type { Ttlv } from '../../kmip/ttlv.ts';
import { tokenOf } from '../credentials.ts';
import { type Canary, type Haystack, LEAST_SECRET_BYTES, leaksOf } from '../secrecy/search.ts';
import { USERS } from '../users.ts';
import { NotTestableError } from './expect.ts';
import type { Scene } from './scene.ts';

/** What each scenario has given away, or was handed, that must turn up nowhere. */
const canaries = new WeakMap<Scene, Canary[]>();

const WRAPS = calls.USAGE.wrapKey | calls.USAGE.unwrapKey;
const ACTIVE = { activation: 1_700_000_000 };

/** Headers by which the KMS proves to the collector who it is. */
const HEADERS = {
  authorization: `Bearer ${randomBytes(24).toString('base64url')}`,
  'api-key': randomBytes(24).toString('base64url'),
};

/** Starts a KMS that is told every kind of secret that it takes: PIN, tokens, and headers for its pushes. */
export async function startWithSecrets(scene: Scene): Promise<void> {
  const { claims } = scene.run.target;
  const hsm = await scene.run.newToken?.();
  const takesHeaders = claims.capabilities.has('push-headers') && claims.capabilities.has('push-tls');
  await scene.startOwnInstance({
    hsm,
    ...(takesHeaders ? { push: { overTls: true, headers: HEADERS } } : {}),
  });
  const known = [
    ...(hsm === undefined ? [] : [canary('the PIN of the HSM', hsm.pin)]),
    ...(scene.run.target.identities.by === 'tokens'
      ? USERS.map((user) => canary(`the token of ${user}`, tokenOf(user)))
      : []),
    ...(takesHeaders
      ? [
          canary('the token of the push', HEADERS.authorization.replace('Bearer ', '')),
          canary('the key of the push', HEADERS['api-key']),
        ]
      : []),
  ];
  canaries.set(scene, known);
}

const canary = (name: string, text: string): Canary => ({ name, bytes: Buffer.from(text) });

/** A user sends and is handed key material, plaintext, a password, and a wrapped key; some of it in vain. */
export async function exchangeSecrets(scene: Scene, user: string): Promise<void> {
  const known = canaries.get(scene) ?? [];
  const client = await scene.client(user);
  const [key, password, plaintext] = [randomBytes(32), randomBytes(24), randomBytes(48)];
  const send = async (call: calls.Call, name: string): Promise<Ttlv | undefined> => {
    const { operations } = scene.run.target.claims;
    if (operations !== undefined && !operations.has(call.operation)) return undefined;
    const reply = await client.bare(call);
    if (!reply.ok) return undefined;
    known.push(...bytesIn(reply.payload).map((bytes) => ({ name, bytes })));
    return reply.payload;
  };
  known.push({ name: 'key material', bytes: key });
  known.push({ name: 'a password', bytes: password });
  known.push({ name: 'plaintext', bytes: plaintext });
  const id = scene.memory.unique();
  await send(calls.importKey(id, key, false, ACTIVE), 'an answer to Import');
  await send(calls.registerSecret(password, ACTIVE), 'an answer to Register');
  await send(calls.encrypt(id, plaintext), 'ciphertext');
  await send(calls.encrypt(`${id}-unknown`, plaintext), 'an answer');
  await send(calls.decryptGarbage(id), 'an answer');
  await send(calls.onObject('Get', id), 'a key that was handed out');
  const wrapping = await send(calls.createKey('AES', 256, WRAPS, ACTIVE), 'an answer to Create');
  if (wrapping?.type === 'Structure')
    await send(calls.getWrapped('Get', id, textOf(wrapping, 'UniqueIdentifier')), 'a wrapped key');
}

const bytesIn = (field: Ttlv): readonly Uint8Array[] => {
  if (field.type === 'Structure') return field.value.flatMap(bytesIn);
  return field.type === 'ByteString' && field.value.length >= LEAST_SECRET_BYTES ? [field.value] : [];
};

/** No secret stands in what was pushed: messages of all signals, and headers that are not meant to carry one. */
export function expectNoSecretPushed(scene: Scene): void {
  const { collector } = scene.instance;
  const haystacks = [
    ...collector.exports.map(({ raw }) => ({ name: 'the metrics', bytes: raw })),
    ...collector.exports.map(({ transport }) => ({
      name: 'the headers of a push',
      bytes: Buffer.from(JSON.stringify({ ...transport.headers, ...FREE_OF_OWN_HEADERS })),
    })),
    ...collector.otherSignals.map(({ signal, raw }) => ({ name: `the ${signal}`, bytes: raw })),
    ...collector.wrongWays.map((way) => ({ name: 'another connection', bytes: Buffer.from(way) })),
  ];
  // Positive control: what must be there is found in the same way.
  const name = scene.run.contract.instruments[0]?.name ?? '';
  if (leaksOf([canary('the first instrument', name)], haystacks).length === 0)
    throw new NotTestableError('nothing was pushed in which a secret could stand');
  expectNone(scene, haystacks);
}

/** Meant to carry what the KMS was told. */
const FREE_OF_OWN_HEADERS = Object.fromEntries(Object.keys(HEADERS).map((name) => [name, undefined]));

/** No secret stands in the log. */
export function expectNoSecretLogged(scene: Scene): void {
  const { log } = scene.instance;
  if (log.trim() === '') throw new NotTestableError('the KMS has printed no log line');
  expectNone(scene, [{ name: 'the log', bytes: Buffer.from(log) }]);
}

function expectNone(scene: Scene, haystacks: readonly Haystack[]): void {
  const known = canaries.get(scene) ?? [];
  if (known.length === 0) throw new Error('this scenario has no secrets');
  const leaks = leaksOf(known, haystacks);
  if (leaks.length > 0) throw new Error(`secrets leak: ${leaks.join('; ')}`);
}
