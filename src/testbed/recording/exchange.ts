import { z } from 'zod';

/** One HTTP exchange as it was recorded, a line of traffic.jsonl. Times are Unix milliseconds. */
const exchange = z.strictObject({
  sent_unix_ms: z.number(),
  /** Absent: no answer came. */
  answered_unix_ms: z.number().optional(),
  method: z.string(),
  path: z.string(),
  /** The body: JSON as JSON, anything else as text, none as null. */
  request: z.unknown(),
  status: z.int().optional(),
  response: z.unknown().optional(),
  /** Who sent it; absent: the default user. */
  user: z.string().optional(),
  note: z.string().optional(),
});
export type Exchange = z.infer<typeof exchange>;

/** One request that was pushed, a line of exports.jsonl. */
const pushed = z.strictObject({
  received_unix_ms: z.number(),
  method: z.string(),
  metadata: z.record(z.string(), z.string()),
  body_base64: z.base64(),
});
export type Pushed = z.infer<typeof pushed>;

/** Of the run as a whole: run.json. */
const runFacts = z.object({
  product: z.string(),
  release: z.string(),
  started_unix_ms: z.number(),
  /** Absent: it was not told to stop while it was recorded. */
  stopped_unix_ms: z.number().optional(),
  /** Who sends where a line names nobody. */
  default_user: z.string().default('admin'),
  /** What the product picks where a profile leaves it open. */
  definitions: z.record(z.string(), z.unknown()).default({}),
  /** Of the unwrap cache; null: switched off. */
  cache: z
    .strictObject({ idle_seconds: z.number(), max_entries: z.int() })
    .nullable()
    .default({ idle_seconds: 900, max_entries: 1000 }),
  /** Label of the HSM; absent: none. */
  hsm_model: z.string().optional(),
  key_encryption_key: z.string().optional(),
  /** After an answer its effects are in every collection taken this much later. */
  settle_ms: z.number().default(1000),
});
export type RunFacts = z.infer<typeof runFacts>;

/** A capture that cannot be read; the message says which file and line. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
}

export const readExchanges = (text: string): readonly Exchange[] => lines(exchange, text, 'traffic.jsonl');
export const readPushed = (text: string): readonly Pushed[] => lines(pushed, text, 'exports.jsonl');
export const readRunFacts = (text: string): RunFacts => checked(runFacts, text, 'run.json');

const lines = <Line>(schema: z.ZodType<Line>, text: string, file: string): readonly Line[] =>
  text
    .split('\n')
    .map((line, index) => [line, `${file}:${index + 1}`] as const)
    .filter(([line]) => line.trim() !== '')
    .map(([line, place]) => checked(schema, line, place));

function checked<Value>(schema: z.ZodType<Value>, text: string, place: string): Value {
  const result = schema.safeParse(parsed(text, place));
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => [...path, message].join(': '));
  throw new CaptureError(`${place}: ${faults.join('; ')}`);
}

function parsed(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CaptureError(`${place} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
