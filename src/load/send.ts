import type { Call } from '../driver/calls.ts';
import { factsOf } from '../driver/facts.ts';
import type { Identity } from '../driver/identity.ts';
import { messageOf } from '../driver/kmip-client.ts';
import { bareReply, messageReplies, type Reply } from '../driver/replies.ts';
import type { HttpRequest } from '../driver/transmit.ts';
import { JSON_ROUTE, kmipPost } from '../driver/ways.ts';
import { textOf } from '../kmip/fields.ts';
import { readJson, writeJson } from '../kmip/json.ts';
import type { Instance } from '../testbed/instance.ts';
import type { Request } from './activities.ts';
import { RehearsalError } from './errors.ts';

/** Who the ledger says has sent it. */
export const LOAD = 'load';

const isMessage = (request: Request): request is readonly Call[] => Array.isArray(request);

/** As the load repeats it. */
export const httpOf = (request: Request, identity: Identity): HttpRequest =>
  kmipPost(
    JSON_ROUTE,
    'application/json',
    writeJson(isMessage(request) ? messageOf(request) : request.payload),
    identity,
  );

/** Once, into the ledger. @throws NoAnswerError */
export async function send(instance: Instance, identity: Identity, request: Request) {
  const bare = !isMessage(request);
  const asked = { user: identity.user, bare, custody: { keyEncryptionKey: instance.keyEncryptionKey } };
  let replies: readonly Reply[] | undefined;
  const answer = await instance.outlet().exchange(LOAD, httpOf(request, identity), (came) => {
    if (came !== undefined) replies = bare ? [bareReply(came)] : messageReplies(readJson(came.body));
    return factsOf(bare ? [request] : request, replies, asked);
  });
  const entry = instance.ledger.entries.at(-1);
  if (entry === undefined) throw new Error('a request that was sent is not in the ledger');
  return { answer, entry, replies: replies ?? [] };
}

/** The identifier of an object that a user makes. @throws RehearsalError where the target refuses */
export async function made(
  instance: Instance,
  identity: Identity,
  call: Call,
  field = 'UniqueIdentifier',
): Promise<string> {
  const { replies } = await send(instance, identity, call);
  const [reply] = replies;
  if (reply?.ok) return textOf(reply.payload, field);
  throw new RehearsalError(
    `the target refuses ${call.operation} to ${identity.user ?? 'nobody'}, and without keys there is no load (${reply?.failure.reason ?? 'no answer'})`,
  );
}
