import { z } from 'zod';
import { AnswerError, jsonIn, pageFrom } from './answers.ts';

const tag = z.object({ key: z.string(), value: z.unknown() });
const SPAN = z.object({
  traceID: z.string(),
  spanID: z.string(),
  operationName: z.string(),
  references: z.array(z.object({ refType: z.string(), spanID: z.string() })).default([]),
  tags: z.array(tag).default([]),
});
const TRACES = z.object({
  data: z.array(z.object({ traceID: z.string(), spans: z.array(SPAN) })).nullable(),
});

export type JaegerSpan = z.infer<typeof SPAN>;
export interface JaegerTrace {
  readonly traceID: string;
  readonly spans: readonly JaegerSpan[];
}

/** Traces that are looked at. */
const MAX_TRACES = 1500;

/**
 * The traces of a service, as the API behind Jaeger's UI gives them.
 * @throws AnswerError
 */
export async function tracesOf(api: string, service: string): Promise<readonly JaegerTrace[]> {
  const url = `${api}/api/traces?${new URLSearchParams({ service, limit: `${MAX_TRACES}`, lookback: '1h' })}`;
  const { data, error } = TRACES.safeParse(jsonIn(url, await pageFrom(url)));
  if (data === undefined)
    throw new AnswerError(`${url} answered otherwise than its API does: ${error?.message}`);
  return data.data ?? [];
}

/** The value of a tag as text. */
export function tagOf({ tags }: JaegerSpan, key: string): string | undefined {
  const found = tags.find((one) => one.key === key);
  return found === undefined ? undefined : String(found.value);
}

export const parentIdOf = ({ references }: JaegerSpan): string | undefined =>
  references.find(({ refType }) => refType === 'CHILD_OF')?.spanID;
