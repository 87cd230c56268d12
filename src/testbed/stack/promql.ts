import { z } from 'zod';
import { AnswerError, jsonIn, textFrom } from './answers.ts';

/** One series of an answer of Prometheus; the value as it is spelled there. */
export interface PromSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: string;
}

/** Prometheus has understood the request, and refuses the query in it; the message is its own. */
export class RefusedQueryError extends Error {
  override readonly name = 'RefusedQueryError';
}

/** Over which time a range query goes, Unix milliseconds. */
export interface TimeRange {
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly stepSeconds: number;
}

const value = z.tuple([z.number(), z.string()]);
const labels = z.record(z.string(), z.string());
const ANSWER = z.union([
  z.object({ status: z.literal('error'), error: z.string() }),
  z.object({ status: z.literal('success'), data: z.unknown() }),
]);
const VECTOR = z.object({
  resultType: z.literal('vector'),
  result: z.array(z.object({ metric: labels, value })),
});
const RANGE = z.object({
  resultType: z.literal('matrix'),
  result: z.array(z.object({ metric: labels, values: z.array(value) })),
});

/** The HTTP API of Prometheus: https://prometheus.io/docs/prometheus/latest/querying/api/ */
export class PromApi {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  /** The series of a query at a moment. @throws AnswerError, RefusedQueryError */
  async at(query: string, unixMs: number): Promise<readonly PromSeries[]> {
    const data = await this.#get('query', { query, time: secondsOf(unixMs) });
    const { result } = this.#read(VECTOR, data, query);
    return result.map((series) => ({ labels: series.metric, value: series.value[1] }));
  }

  /** How many series with at least one value a query has over a time. @throws AnswerError, RefusedQueryError */
  async countOver(query: string, { fromUnixMs, toUnixMs, stepSeconds }: TimeRange): Promise<number> {
    const data = await this.#get('query_range', {
      ...{ query, step: `${stepSeconds}` },
      ...{ start: secondsOf(fromUnixMs), end: secondsOf(toUnixMs) },
    });
    return this.#read(RANGE, data, query).result.filter(({ values }) => values.length > 0).length;
  }

  /** Every name that it knows. @throws AnswerError */
  async names(): Promise<readonly string[]> {
    return this.#read(z.array(z.string()), await this.#get('label/__name__/values', {}), 'names');
  }

  async #get(path: string, parameters: Readonly<Record<string, string>>): Promise<unknown> {
    const url = `${this.#base}/api/v1/${path}?${new URLSearchParams(parameters)}`;
    const { text } = await textFrom(url);
    const { data: answer } = ANSWER.safeParse(jsonIn(url, text));
    if (answer === undefined)
      throw new AnswerError(`${url} answered in no form of its API: ${text.slice(0, 200)}`);
    if (answer.status === 'error') throw new RefusedQueryError(answer.error);
    return answer.data;
  }

  #read<T>(schema: z.ZodType<T>, data: unknown, what: string): T {
    const { data: read, error } = schema.safeParse(data);
    if (read === undefined)
      throw new AnswerError(`Prometheus answered ${what} otherwise than its API says: ${error?.message}`);
    return read;
  }
}

const secondsOf = (unixMs: number): string => (unixMs / 1000).toFixed(3);
