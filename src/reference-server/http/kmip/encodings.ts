import { beginningVersion, readBinary, writeBinary } from '../../../kmip/binary.ts';
import { KmipError } from '../../../kmip/errors.ts';
import { readJson, writeJson } from '../../../kmip/json.ts';
import { parseJsonText } from '../../../kmip/json-text.ts';
import { type ProtocolVersion, requestedVersion } from '../../../kmip/message.ts';
import type { Ttlv } from '../../../kmip/ttlv.ts';
import type { HttpAnswer } from '../routes.ts';

/** One way to write messages. */
export interface Encoding<Written extends string | Uint8Array = string | Uint8Array> {
  readonly contentType: HttpAnswer['contentType'];
  /** @throws KmipError */
  read(body: Uint8Array): Ttlv;
  write(message: Ttlv): Written;
  /** The version of a message that cannot be read as a whole. */
  versionOfBroken(body: Uint8Array): ProtocolVersion | undefined;
}

export const binary: Encoding<Uint8Array> = {
  contentType: 'application/octet-stream',
  read: readBinary,
  write: writeBinary,
  versionOfBroken: beginningVersion,
};

/** @throws KmipError InvalidMessage */
export const parsedJson = (body: Uint8Array): unknown => {
  try {
    return parseJsonText(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    if (error instanceof KmipError) throw error;
    throw new KmipError('InvalidMessage', 'the body is not UTF-8 text');
  }
};

/** @throws KmipError */
export const jsonItem = (parsed: unknown): Ttlv => {
  if (typeof parsed === 'object' && parsed !== null) return readJson(parsed);
  throw new KmipError(
    'InvalidMessage',
    'the body is not a TTLV item: a JSON object with tag, type and value',
  );
};

/** A message of which only the header is left: what is wrong with the rest is no reason not to know the version. */
const headerOnly = (message: unknown): unknown => {
  const { tag, value } = (message ?? {}) as { readonly tag?: unknown; readonly value?: unknown };
  if (!Array.isArray(value)) return message;
  const header = value.filter((item: { readonly tag?: unknown } | null) => item?.tag === 'RequestHeader');
  return { tag, value: header };
};

export const json: Encoding<string> = {
  contentType: 'application/json',
  read: (body) => jsonItem(parsedJson(body)),
  write: writeJson,
  versionOfBroken: (body) => {
    try {
      return requestedVersion(jsonItem(headerOnly(parsedJson(body))));
    } catch (error) {
      if (error instanceof KmipError) return undefined;
      throw error;
    }
  },
};
