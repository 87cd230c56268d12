/** More is not read of the details of a status. */
const MAX_BYTES = 64 * 1024;

const LEN = 2;
const VARINT = 0;

/** google.rpc.Status.details, google.protobuf.Any.type_url and .value, google.rpc.RetryInfo.retry_delay. */
const DETAILS = 3;
const TYPE_URL = 1;
const VALUE = 2;
const RETRY_DELAY = 1;
/** google.protobuf.Duration. */
const SECONDS = 1;
const NANOS = 2;

const MS_PER_SECOND = 1000;
const NANOS_PER_MS = 1_000_000;

/**
 * The pause that a refusal asks for, in milliseconds: google.rpc.RetryInfo in the trailer grpc-status-details-bin, a
 * google.rpc.Status. undefined where there is none, or nothing that can be read: the sender is not trusted.
 */
export const retryDelayMs = (details: Uint8Array): number | undefined => {
  if (details.length > MAX_BYTES) return undefined;
  const any = messages(details, DETAILS).find((detail) => {
    const [url] = messages(detail, TYPE_URL);
    return url !== undefined && Buffer.from(url).toString('latin1').endsWith('/google.rpc.RetryInfo');
  });
  const [info] = any === undefined ? [] : messages(any, VALUE);
  if (info === undefined) return undefined;
  const [delay = new Uint8Array()] = messages(info, RETRY_DELAY);
  const [seconds = 0] = numbers(delay, SECONDS);
  const [nanos = 0] = numbers(delay, NANOS);
  return seconds * MS_PER_SECOND + nanos / NANOS_PER_MS;
};

interface Field {
  readonly number: number;
  readonly value: Uint8Array | number;
}

const messages = (bytes: Uint8Array, number: number): readonly Uint8Array[] =>
  fieldsOf(bytes).flatMap((field) =>
    field.number === number && typeof field.value !== 'number' ? [field.value] : [],
  );

const numbers = (bytes: Uint8Array, number: number): readonly number[] =>
  fieldsOf(bytes).flatMap((field) =>
    field.number === number && typeof field.value === 'number' ? [field.value] : [],
  );

/** The fields of a message up to the first that this cannot read. */
const fieldsOf = (bytes: Uint8Array): readonly Field[] => {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; at < bytes.length && factor <= Number.MAX_SAFE_INTEGER; factor *= 128) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  };
  while (at < bytes.length) {
    const tag = varint();
    const kind = tag % 8;
    if (Number.isNaN(tag) || (kind !== LEN && kind !== VARINT)) break;
    const value = varint();
    if (Number.isNaN(value)) break;
    const number = Math.floor(tag / 8);
    if (kind === VARINT) fields.push({ number, value });
    else {
      if (at + value > bytes.length) break;
      fields.push({ number, value: bytes.subarray(at, at + value) });
      at += value;
    }
  }
  return fields;
};
