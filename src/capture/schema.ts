import { z } from 'zod';
import { CAPABILITY_NAMES } from '../contract/capabilities.ts';
import { wholeProfile } from '../contract/schema.ts';
import type { Observation } from '../judge/record.ts';
import type { Effect, Entry } from '../ledger/entry.ts';
import type { LedgerObject } from '../ledger/objects.ts';
import type { ScenarioOutcome } from '../testbed/cucumber.ts';
import {
  type Header,
  type RecordedEpoch,
  type RecordedRefusal,
  type RecordedResult,
  SCHEMA,
} from './capture.ts';

/** Present, and perhaps undefined. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.undefined()]);

const count = z.int().nonnegative();
/** Unix milliseconds that a calendar has. */
const moment = z.number().min(0).max(8.64e15);
const texts = z.array(z.string());
const state = z.enum(['passed', 'failed', 'not-testable', 'not-applicable', 'not-run', 'set-up-error']);

export const header = z.strictObject({
  schema: z.literal(SCHEMA),
  suite: z.strictObject({ name: z.string(), version: z.string(), commit: maybe(z.string()) }),
  target: z.strictObject({ name: z.string(), version: maybe(z.string()) }),
  contract: z.strictObject({
    profile: z.string(),
    isOwn: z.boolean(),
    whole: wholeProfile,
    picks: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    hash: z.string(),
  }),
  commandLine: z.string(),
  seed: z.string(),
  startedAtUnixMs: moment,
  seconds: z.number(),
  waitedSeconds: z.number(),
  strict: z.boolean(),
  wanted: z.strictObject({
    checks: maybe(texts).optional(),
    instruments: maybe(texts).optional(),
    tags: maybe(texts).optional(),
    levels: maybe(z.array(z.enum(['MUST', 'SHOULD', 'MAY']))).optional(),
    open: maybe(texts).optional(),
  }),
  claims: z.strictObject({
    capabilities: z.set(z.enum(CAPABILITY_NAMES)),
    operations: maybe(z.set(z.string())),
    userCount: maybe(count),
    exclusive: z.boolean(),
  }),
  cleanUp: maybe(
    z.strictObject({ made: count, left: z.array(z.strictObject({ id: z.string(), why: z.string() })) }),
  ),
}) satisfies z.ZodType<Header>;

const certainty = z.enum(['yes', 'maybe', 'no']);
const place = z.enum(['store', 'hsm']);
const date = maybe(z.number());

const object = z.strictObject({
  isKey: z.boolean(),
  place,
  owner: maybe(z.string()),
  wrappingKeyId: maybe(z.string()),
  publicKeyId: maybe(z.string()),
  activationUnixSeconds: date,
  deactivationUnixSeconds: date,
  existed: certainty,
  present: certainty,
  activated: certainty,
  revoked: certainty,
  scenario: z.string(),
}) satisfies z.ZodType<LedgerObject>;

const observation = z.strictObject({
  exportCount: count,
  entryCount: count,
  final: z.boolean(),
}) satisfies z.ZodType<Observation>;

/** Its entries and exports come in lines of their own. */
export const epoch = z.strictObject({
  instance: z.string(),
  setting: z.strictObject({
    cache: maybe(z.strictObject({ idleSeconds: z.number(), maxEntries: z.number() })),
    hsmModel: maybe(z.string()),
    initialObjects: z.map(z.string(), object),
    countsLagMs: z.number().exactOptional(),
    ranBefore: z.boolean().exactOptional(),
    ownUsers: texts.exactOptional(),
  }),
  process: z.strictObject({
    spawnedAtUnixMs: maybe(moment),
    firstAnswerAtUnixMs: moment,
    stoppedAtUnixMs: maybe(moment),
  }),
  testIntervalMs: maybe(z.number()),
  observations: z.array(observation),
  exportsBefore: count.exactOptional(),
  outages: z.array(z.strictObject({ fromUnixMs: moment, toUnixMs: moment })).exactOptional(),
  wrongWays: texts,
  undecodable: texts.exactOptional(),
}) satisfies z.ZodType<Omit<RecordedEpoch, 'entries' | 'exports'>>;

const dateName = z.enum(['activationUnixSeconds', 'deactivationUnixSeconds']);

const effect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('created'),
    id: z.string(),
    isKey: z.boolean(),
    activationUnixSeconds: date,
    deactivationUnixSeconds: date,
    place,
    wrappingKeyId: maybe(z.string()),
    publicKeyId: z.string().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('rekeyed'),
    id: z.string(),
    replaces: z.string(),
    half: z.enum(['private', 'public']).exactOptional(),
    offsetSeconds: maybe(z.number()),
    activationUnixSeconds: date,
    deactivationUnixSeconds: date,
    wrappingKeyId: maybe(z.string()),
    publicKeyId: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('dated'), id: z.string(), date: dateName, unixSeconds: z.number() }),
  z.strictObject({
    kind: z.literal('adjusted'),
    id: z.string(),
    date: dateName,
    times: z.union([z.literal(1), z.literal(-1)]),
    plusSeconds: z.number(),
  }),
  z.strictObject({ kind: z.enum(['activated', 'revoked', 'destroyed']), id: z.string() }),
  z.strictObject({
    kind: z.literal('used'),
    id: z.string(),
    inVain: z.literal(true).exactOptional(),
    perhaps: z.literal(true).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('hsm'),
    operation: z.enum(['Encrypt', 'Decrypt', 'Sign', 'Wrap', 'Unwrap']),
  }),
]) satisfies z.ZodType<Effect>;

export const entry = z.strictObject({
  scenario: z.string(),
  sentAtUnixMs: moment,
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('answered'),
      status: maybe(z.int()),
      atUnixMs: moment,
      targetDateUnixMs: maybe(moment),
    }),
    z.strictObject({ kind: z.enum(['held', 'released', 'lost']) }),
  ]),
  http: maybe(z.strictObject({ method: z.string(), route: z.string() })),
  user: maybe(z.string()),
  bare: z.boolean(),
  operations: z.array(
    z.strictObject({
      operation: maybe(z.string()),
      tag: z.string().exactOptional(),
      failure: maybe(z.string()),
      effects: z.array(effect),
      atLeastSeconds: z.number().exactOptional(),
    }),
  ),
  grants: z.array(
    z.strictObject({
      kind: z.enum(['granted', 'revoked']),
      object: z.string(),
      grantee: z.string(),
      operations: texts,
    }),
  ),
  canaries: texts,
}) satisfies z.ZodType<Entry>;

/** An export as it came; what it says is decoded from the message anew. */
export const exported = z.strictObject({
  arrivedAtUnixMs: moment,
  path: z.string(),
  headers: z.map(z.string(), z.string()),
  raw: z.custom<Uint8Array>((value) => value instanceof Uint8Array, { error: 'no bytes' }),
});
export type Exported = z.infer<typeof exported>;

export const scenario = z.strictObject({
  scenario: z.strictObject({
    name: z.string(),
    location: z.string(),
    tags: texts,
    checks: texts,
    needs: z.strictObject({ users: texts, operations: texts, objects: count, pushes: count.optional() }),
  }),
  error: maybe(z.strictObject({ type: z.string(), message: z.string() })),
  seconds: z.number(),
}) satisfies z.ZodType<ScenarioOutcome>;

export const refusal = z.strictObject({
  scenario: z.string(),
  sieve: z.int(),
  state,
  reason: z.string(),
}) satisfies z.ZodType<RecordedRefusal>;

export const result = z.strictObject({
  id: z.string(),
  state,
  reason: maybe(z.string()),
  findings: texts,
}) satisfies z.ZodType<RecordedResult>;

/** The last line: how many lines of each kind came before it. */
export const footer = z.record(z.string(), count);
