/**
 * A message that cannot be read as OTLP metrics. The sentence names the rule broken, the place in the message
 * and the byte.
 */
export class OtlpDecodeError extends Error {
  /** Where in the message, for example "resource_metrics[0].scope_metrics[0].metrics[3].name". */
  readonly path: string;
  /** Byte offset from the start of the message. */
  readonly offset: number;

  constructor(problem: string, path: string, offset: number) {
    super(`Not an OTLP metrics request: ${problem}, at ${path || 'the top level'}, byte ${offset}.`);
    this.name = 'OtlpDecodeError';
    this.path = path;
    this.offset = offset;
  }
}
