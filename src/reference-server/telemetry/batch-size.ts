/**
 * Points in one request at most. Servers take 4 MiB at least (OTLP/gRPC, size limits), a histogram point with its
 * labels is below 500 bytes.
 */
export const MOST_POINTS_PER_EXPORT = 8_000;
