import type { Identity } from '../driver/identity.ts';
import type { Reply } from '../driver/replies.ts';
import type { HttpAnswer } from '../driver/transmit.ts';
import { textOf } from '../kmip/fields.ts';
import type { Entry } from '../ledger/entry.ts';
import type { Instance } from '../testbed/instance.ts';
import { USERS } from '../testbed/users.ts';
import {
  ACTIVITIES,
  type Activity,
  keyInHsm,
  type Material,
  OWN_KEY,
  OWN_PAIR,
  type Request,
} from './activities.ts';
import { RehearsalError } from './errors.ts';
import { type LikeAnswer, likenessOf } from './likeness.ts';
import { httpOf, made, send } from './send.ts';

/** Stands in a request of the load for the object that its activity has made. */
export const MADE = '{{made}}';

/** An activity of one user, with what each of its requests looked like and did when it was sent once. */
export interface Rehearsed {
  readonly activity: string;
  readonly user: string;
  readonly weight: number;
  readonly requests: readonly RehearsedRequest[];
}

/** One request that the load repeats: every answer has to be like one of the rehearsal. */
export interface RehearsedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** With MADE in it, where it speaks of that. */
  readonly body: string;
  /** What came in the rehearsal: one answer, or one without and one with the fault of this load. */
  readonly outcomes: readonly [RehearsedOutcome, ...RehearsedOutcome[]];
}

interface RehearsedOutcome {
  readonly answer: LikeAnswer;
  readonly entry: Entry;
}

/** A fault that can be had at once, to see what answers look like then. */
export interface Onset {
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** Users who send load: enough to tell them apart. */
const SENDERS = 4;

export const sendersOf = ({ target }: Instance): readonly string[] =>
  USERS.slice(0, target.claims.capabilities.has('users') ? SENDERS : 1);

/**
 * Makes the keys that the load needs and sends each of its requests once, as the suite sends everything: what an
 * answer means is read here, and the load only counts how often it came.
 * @param ofHsm the HSM stops working
 * @throws RehearsalError
 */
export async function rehearse(instance: Instance, ofHsm?: Onset): Promise<readonly Rehearsed[]> {
  const users = sendersOf(instance);
  const keys = new Map<string, string>();
  const identities = await Promise.all(users.map((user) => senderOf(instance, user)));
  for (const identity of identities) keys.set(identity.user ?? '', await made(instance, identity, OWN_KEY));
  const rehearsed: Rehearsed[] = [];
  for (const identity of identities) {
    const user = identity.user ?? '';
    const foreignKey = [...keys].find(([owner]) => owner !== user)?.[1];
    const signingKey = await made(instance, identity, OWN_PAIR, 'PrivateKeyUniqueIdentifier');
    // The HSM belongs to its administrator, who is the first user.
    const inHsm = identity === identities[0] ? keyInHsm(instance) : undefined;
    const hsmKey = inHsm && (await made(instance, identity, inHsm));
    const material = { key: keys.get(user) ?? '', signingKey, foreignKey, hsmKey };
    for (const activity of ACTIVITIES) {
      const requests = await rehearsedRequests(instance, identity, activity, material, ofHsm);
      if (requests !== undefined)
        rehearsed.push({ activity: activity.name, user, weight: activity.weight, requests });
    }
  }
  return rehearsed;
}

async function senderOf(instance: Instance, user: string): Promise<Identity> {
  const identity = await instance.identityOf(user);
  if (identity.agent !== undefined)
    throw new RehearsalError(
      'users of this target prove who they are by certificates, and k6 knows one certificate per host: load needs tokens, or a target with one user',
    );
  return identity;
}

async function rehearsedRequests(
  instance: Instance,
  identity: Identity,
  { requests, kind }: Activity,
  material: Omit<Material, 'made'>,
  ofHsm: Onset | undefined,
): Promise<readonly RehearsedRequest[] | undefined> {
  const templates = requests({ ...material, made: MADE });
  if (templates === undefined) return undefined;
  const rehearsed: RehearsedRequest[] = [];
  let made = '';
  for (let index = 0; index < templates.length; index += 1) {
    const request = requests({ ...material, made })?.[index];
    const template = templates[index];
    if (request === undefined || template === undefined) break;
    const { replies, ...first } = await send(instance, identity, request);
    if (index === 0 && templates.length > 1) made = identifierIn(replies);
    const others = kind === 'hsm' && ofHsm !== undefined ? [await underFault(request, ofHsm)] : [];
    const { path, headers = {}, body } = httpOf(template, identity);
    rehearsed.push({ path, headers, body: String(body), outcomes: [outcomeOf(first), ...others] });
  }
  return rehearsed;

  async function underFault(request: Request, fault: Onset): Promise<RehearsedOutcome> {
    await fault.begin();
    try {
      return outcomeOf(await send(instance, identity, request));
    } finally {
      await fault.end();
    }
  }
}

const outcomeOf = ({ answer, entry }: { readonly answer: HttpAnswer; readonly entry: Entry }) => ({
  answer: likenessOf(answer),
  entry,
});

function identifierIn([reply]: readonly Reply[]): string {
  if (reply?.ok) return textOf(reply.payload, 'UniqueIdentifier');
  const why = reply === undefined ? 'no answer' : `${reply.failure.reason}: ${reply.failure.message}`;
  throw new RehearsalError(`the target makes no AES key for the load (${why})`);
}
