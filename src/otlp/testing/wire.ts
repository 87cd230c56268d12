/** Protobuf by hand, so that a test can write what no writer would. */
type Part = Uint8Array | string;

/** Text stands for hexadecimal bytes: "0a 03". */
export function bytes(...parts: readonly Part[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part.replaceAll(' ', ''), 'hex') : part)),
  );
}

/** A length-delimited field. */
export function len(number: number, ...parts: readonly Part[]): Uint8Array {
  const content = bytes(...parts);
  return bytes(varint(number * 8 + 2), varint(content.length), content);
}

export function varint(value: number): Uint8Array {
  const low = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) low.push((rest % 128) | 0x80);
  return Uint8Array.from([...low, rest]);
}

/** What is given, inside the first metric of the first scope of the first resource. */
export function inMetric(...parts: readonly Part[]): Uint8Array {
  return len(1, len(2, len(2, ...parts)));
}

/** The path of `inMetric`. */
export const METRIC_PATH = 'resource_metrics[0].scope_metrics[0].metrics[0]';

/** A request with one resource attribute; the parts are its AnyValue. */
export function inResourceAttribute(...parts: readonly Part[]): Uint8Array {
  return len(1, len(1, len(1, len(2, ...parts))));
}
