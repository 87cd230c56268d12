import type { Contract } from '../../contract/contract.ts';
import { grantFacts } from '../../driver/access.ts';
import type { Call } from '../../driver/calls.ts';
import type { Custody } from '../../driver/effects.ts';
import { type Facts, NO_FACTS } from '../../driver/outlet.ts';
import { bareReply, factOf, messageReplies, withLeast } from '../../driver/replies.ts';
import { JSON_ROUTE } from '../../driver/ways.ts';
import { KmipError } from '../../kmip/errors.ts';
import { asStructure, maybeText } from '../../kmip/fields.ts';
import { readJson } from '../../kmip/json.ts';
import { parseRequest, parseResponse } from '../../kmip/message.ts';
import { structure } from '../../kmip/ttlv.ts';
import type { Entry } from '../../ledger/entry.ts';
import type { Exchange } from './exchange.ts';
import { routeOf } from './route.ts';

/** What must be known of a run to read its exchanges. */
export interface Reading {
  readonly contract: Contract;
  readonly custody: Custody;
  readonly defaultUser: string;
  /** The fastest round trip that was seen. */
  readonly fastestAnswerSeconds: number | undefined;
}

/** Name of all recorded traffic in the ledger. */
export const CAPTURED = 'capture';

/** What a recorded exchange must have done, read from request and answer as the driver reads its own. */
export function entryOf(exchange: Exchange, reading: Reading): Entry {
  const { answered_unix_ms: atUnixMs, status, method, path } = exchange;
  const route = routeOf(path, reading.contract);
  return {
    scenario: CAPTURED,
    sentAtUnixMs: exchange.sent_unix_ms,
    outcome:
      atUnixMs === undefined
        ? { kind: 'lost' }
        : { kind: 'answered', status, atUnixMs, targetDateUnixMs: timeStampOf(exchange) },
    http: { method, route: route ?? 'other' },
    ...withCanaries(factsOf(exchange, route, reading), [
      ...(route === undefined ? [path] : []),
      ...unknownThings(exchange),
    ]),
  };
}

function factsOf(exchange: Exchange, route: string | undefined, reading: Reading): Facts {
  const { method, status } = exchange;
  if (method !== 'POST' || wasRefusedLogin(exchange)) return NO_FACTS;
  const body = objectOf(exchange.request);
  if (body === undefined) return NO_FACTS;
  if (route === '/access/grant' || route === '/access/revoke') {
    const { unique_identifier: id = '', user_id: grantee, operation_types: operations } = body;
    const facts = grantFacts(route, String(grantee), strings(operations), String(id), status);
    return { ...facts, canaries: [] };
  }
  if (route !== JSON_ROUTE && route !== '/kmip') return NO_FACTS;
  const user = exchange.user ?? reading.defaultUser;
  if (body.tag === 'RequestMessage')
    return { ...NO_FACTS, user, operations: messageFacts(exchange, reading) };
  if (route !== JSON_ROUTE || typeof body.tag !== 'string') return NO_FACTS;
  return { ...NO_FACTS, user, bare: true, operations: [bareFact(body.tag, exchange, reading)] };
}

function bareFact(tag: string, exchange: Exchange, { custody, fastestAnswerSeconds }: Reading) {
  const { sent_unix_ms: sent, answered_unix_ms: answered, status } = exchange;
  const reply = status === undefined ? undefined : bareReply({ status, body: textOf(exchange.response) });
  const fact = factOf(callOf(tag, exchange.request), reply, custody);
  return withLeast(fact, answered === undefined ? 0 : (answered - sent) / 1000, fastestAnswerSeconds);
}

/** A payload that cannot be read fails, and is an operation all the same. */
function callOf(tag: string, request: unknown): Call {
  try {
    return { operation: tag, payload: asStructure(readJson(request as object)) };
  } catch (error) {
    if (!(error instanceof KmipError)) throw error;
    return { operation: tag, payload: structure(tag) };
  }
}

function messageFacts({ request, response, status }: Exchange, { custody }: Reading): Facts['operations'] {
  const calls = callsOf(request);
  if (status === undefined) return calls.map((call) => factOf(call, undefined, custody));
  const replies = status === 200 ? messageReplies(readJson(response as object)) : [];
  return calls.slice(0, replies.length).map((call, index) => factOf(call, replies[index], custody));
}

/** None of a message that cannot be read. */
function callsOf(request: unknown): readonly Call[] {
  try {
    return parseRequest(readJson(request as object)).items;
  } catch (error) {
    if (!(error instanceof KmipError)) throw error;
    return [];
  }
}

/** Nobody whom the target knows: it did not look at the request. */
const wasRefusedLogin = ({ status, response }: Exchange): boolean =>
  status === 401 && /^No authentication/.test(textOf(response));

/** The answer to a message carries the target's clock. */
function timeStampOf({ response, status }: Exchange): number | undefined {
  if (status !== 200 || objectOf(response)?.tag !== 'ResponseMessage') return undefined;
  const { timeStamp } = parseResponse(readJson(response as object)).header;
  return timeStamp === undefined ? undefined : Number(timeStamp) * 1000;
}

/** Shorter text of a client may stand in a label by chance. */
const LEAST_CANARY = 4;

const withCanaries = (facts: Facts, canaries: readonly string[]): Facts => ({
  ...facts,
  canaries: [
    ...facts.canaries,
    ...facts.operations.flatMap(({ operation, tag }) => (operation === undefined && tag ? [tag] : [])),
    ...canaries,
  ].filter((text) => text.length >= LEAST_CANARY),
});

/** Identifiers that a client made up, as far as the answer tells. */
function unknownThings({ request, status }: Exchange): readonly string[] {
  if (status === undefined || status < 400) return [];
  const body = objectOf(request);
  if (body === undefined) return [];
  if (typeof body.unique_identifier === 'string') return [body.unique_identifier];
  if (typeof body.tag !== 'string') return [];
  const id = maybeText(callOf(body.tag, request).payload, 'UniqueIdentifier');
  return id === undefined ? [] : [id];
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));
