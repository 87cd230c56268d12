/** Marks the series into which a client adds what exceeds its cardinality limit (metrics SDK, "Overflow attribute"). */
export const OVERFLOW_KEY = 'otel.metric.overflow';
