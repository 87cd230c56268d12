/** RFC 9110 names in lower case, as HTTP/2 demands; what begins with grpc- or ends in -bin is gRPC's own. */
const NAME = /^(?!grpc-)(?!.*-bin$)[0-9a-z_.-]+$/;

/** What gRPC takes as the value of a header that is text. */
const VALUE = /^[ -~]+$/;

/**
 * "name=value,name=value", values percent-encoded where they must be (OpenTelemetry, OTEL_EXPORTER_OTLP_HEADERS; W3C
 * Baggage). undefined where it is something else.
 */
export const parseHeaders = (text: string): Readonly<Record<string, string>> | undefined => {
  const pairs = text
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map(parsePair);
  return pairs.every((pair) => pair !== undefined) ? Object.fromEntries(pairs) : undefined;
};

const parsePair = (pair: string): readonly [string, string] | undefined => {
  const at = pair.indexOf('=');
  const name = pair.slice(0, Math.max(at, 0)).trim().toLowerCase();
  const value = decoded(pair.slice(at + 1).trim());
  return NAME.test(name) && VALUE.test(value) ? [name, value] : undefined;
};

const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};
