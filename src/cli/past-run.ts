import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PlanError } from '../testbed/plan.ts';
import { FileError } from '../toml/read.ts';

/** What later commands read of a JSON report; the rest of it is not looked at. */
const schema = z.object({
  schema: z.literal(1),
  target: z.object({ version: z.string().nullish() }),
  checks: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['passed', 'failed', 'not-testable', 'not-applicable', 'not-run', 'set-up-error']),
      weight: z.enum(['fine', 'reported', 'expected', 'partial', 'stale', 'breaks', 'unusable']),
    }),
  ),
});

export type PastRun = z.infer<typeof schema>;

/** What it takes to compare one with another. */
const comparable = schema.extend({
  suite: z.object({ name: z.string(), version: z.string(), commit: z.string().nullish() }),
  contract: z.object({ hash: z.string() }),
  target: z.object({ name: z.string(), version: z.string().nullish() }),
  run: z.object({ startedAtUnixMs: z.number().min(0).max(8.64e15), strict: z.boolean() }),
  checks: z.array(
    schema.shape.checks.element.extend({
      level: z.enum(['MUST', 'SHOULD', 'MAY']),
      reason: z.string().nullish(),
      findings: z.array(z.object({ message: z.string() })),
    }),
  ),
});

export type ComparableRun = z.infer<typeof comparable>;

/** @throws FileError */
export const readPastRun = (file: string): PastRun => reportOf(file, schema, '"run --json"');

/** The same with more of it. @throws FileError */
export const readComparableRun = (file: string): ComparableRun =>
  reportOf(file, comparable, '"run --json" or "run --capture"');

function reportOf<Run>(file: string, type: z.ZodType<Run>, writers: string): Run {
  const result = type.safeParse(json(file));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new FileError(
    `${file} is no report of this suite (${issue?.path.join('.')}: ${issue?.message}); give a file that ${writers} wrote`,
  );
}

/** Ids of the checks that neither passed nor were left out. @throws FileError; PlanError where there is none */
export function openChecksOf(file: string): readonly string[] {
  const open = readPastRun(file).checks.filter(({ state }) => OPEN.includes(state));
  if (open.length === 0)
    throw new PlanError(`everything that was run for ${file} has passed: nothing is left`);
  return open.map(({ id }) => id);
}

const OPEN: readonly string[] = ['failed', 'not-testable', 'set-up-error'];

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new FileError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
