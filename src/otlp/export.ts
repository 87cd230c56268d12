import type { MetricsRequest, WireIssue } from './model.ts';

/** One metrics request that a target pushed, decoded, with what is known of its way here. */
export interface Export {
  /** When the last byte of the request had arrived, by the suite's clock. */
  readonly arrivedAtUnixMs: number;
  readonly request: MetricsRequest;
  readonly issues: readonly WireIssue[];
  readonly transport: ExportTransport;
  /** The message as received, after decompression. */
  readonly raw: Uint8Array;
}

export interface ExportTransport {
  readonly protocol: 'grpc';
  readonly path: string;
  /** Header names in lower case, as sent (read below grpc-js, which hides some of them). */
  readonly headers: Readonly<Record<string, string>>;
}
