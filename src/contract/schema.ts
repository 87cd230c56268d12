import { z } from 'zod';
import { CAPABILITY_NAMES } from './capabilities.ts';
import { allDefinitions, DEFINITIONS, someDefinitions } from './definitions.ts';

const level = z.enum(['MUST', 'SHOULD', 'MAY']);
const capability = z.enum(CAPABILITY_NAMES);

/** The same schema for every aspect of an instrument. */
const perAspect = <Schema extends z.ZodType>(schema: Schema) =>
  z.strictObject({
    name: schema,
    kind: schema,
    unit: schema,
    attributes: schema,
    value: schema,
    time: schema,
  });

const levels = perAspect(level);
const sources = perAspect(z.string());
const push = z.strictObject({
  interval_seconds: z.int().positive(),
  tolerance_seconds: z.number().positive(),
});

const origin = z.strictObject({
  scope: z.string().optional(),
  scope_version: z.string().optional(),
  attributes: z.record(z.string(), z.string()),
  further_attributes: z.array(z.string()),
});

const operationLabels = z.strictObject({
  unknown: z.string(),
  named_in_messages: z.array(z.string()).optional(),
});
const routeLabels = z.strictObject({ other: z.string(), templates: z.record(z.string(), z.string()) });
const permissionLabels = z.record(z.string(), z.string());

const attribute = z.strictObject({
  key: z.string(),
  renaming: z.enum(['one-for-one', 'grouping']).optional(),
  distinguishes: z.boolean().optional(),
  values: z.array(z.string()).optional(),
});

const instrument = z.strictObject({
  number: z.int().min(1),
  name: z.string().regex(/^[a-z][a-z0-9_.]*$/),
  kind: z.enum(['counter', 'up-down-counter', 'histogram', 'gauge']),
  unit: z.string(),
  number_type: z.enum(['int', 'double']).optional(),
  document: z.string(),
  description: z.string().optional(),
  attributes: z.array(attribute).optional(),
  in_first_export: z.boolean().optional(),
  on_the_wire: z.boolean().optional(),
  capability: capability.optional(),
});

const topic = z.strictObject({
  id: z.string().regex(/^[a-z-]+\/[a-z-]+$/),
  level,
  text: z.string(),
  source: z.string(),
  capability: capability.optional(),
});

const fixed = z.array(z.enum(Object.keys(DEFINITIONS)));

/** A whole profile, on its own or after its differences were laid over its base. */
export const wholeProfile = z
  .strictObject({
    profile: z.string(),
    about: z.string(),
    version: z.int().positive(),
    fixed,
    further_instruments: z.array(z.string()),
    levels,
    sources,
    definitions: allDefinitions,
    push,
    origin,
    labels: z.strictObject({
      operation: operationLabels,
      route: routeLabels,
      permission: permissionLabels,
    }),
    instrument: z.array(instrument),
    topic: z.array(topic),
  })
  .superRefine((profile, context) => {
    for (const twice of duplicates([
      ...profile.instrument.map(({ name }) => name),
      ...profile.instrument.map(({ number }) => `instrument number ${number}`),
      ...profile.topic.map(({ id }) => id),
    ])) {
      context.addIssue({ code: 'custom', message: `${twice} stands twice` });
    }
  });
export type WholeProfile = z.infer<typeof wholeProfile>;

/** What a profile says beside its base: an instrument is told by its name, a topic by its id. */
export const differences = z.strictObject({
  profile: z.string(),
  about: z.string(),
  base: z.string(),
  fixed: fixed.optional(),
  further_instruments: z.array(z.string()).optional(),
  levels: levels.partial().optional(),
  sources: sources.partial().optional(),
  definitions: someDefinitions.optional(),
  push: push.partial().optional(),
  origin: origin.partial().optional(),
  labels: z
    .strictObject({
      operation: operationLabels.partial().optional(),
      route: routeLabels.partial().optional(),
      permission: permissionLabels.optional(),
    })
    .optional(),
  instrument: z.array(instrument.partial().required({ name: true })).optional(),
  topic: z.array(topic.partial().required({ id: true })).optional(),
});
export type Differences = z.infer<typeof differences>;

function duplicates(words: readonly string[]): Set<string> {
  return new Set(words.filter((word, index) => words.indexOf(word) !== index));
}
