import { readBinary, writeBinary } from '../../src/kmip/binary.ts';
import { KmipError } from '../../src/kmip/errors.ts';
import { readJson, writeJson } from '../../src/kmip/json.ts';
import { parseResponse, type ResponseItem } from '../../src/kmip/message.ts';
import { enumerationCode } from '../../src/kmip/tables.ts';
import type { Ttlv } from '../../src/kmip/ttlv.ts';
import { spokenVersion, versionText } from '../../src/kmip/versions.ts';
import { KEPT_KEY } from './seeds.ts';
import type { Answer, Way } from './target.ts';
import { Wrong } from './wrong.ts';

const wrong = (sentence: string): never => {
  throw new Wrong(sentence);
};

const BINARY = 'application/octet-stream';
const JSON_TYPE = 'application/json';
const KEPT_HEX = KEPT_KEY.toString('hex').toUpperCase();

/** Statuses of a request that came without a message around it, and failed. 500 says nothing to its sender. */
const REFUSALS: readonly number[] = [401, 404, 422, 500];
const REFUSAL = /^[A-Z][A-Za-z_]+: \S|^Route not supported|^Internal server error$/;

/** What programs say about themselves, and a server must not. */
const INNER =
  /\.[cm]?[jt]s:\d+|\bnode:internal\b|\b(?:Type|Range|Reference|Syntax)Error\b|\[object Object\]|\bSQLITE_/;

/**
 * Holds an answer to what every client may count on, whatever it sent: a message, written as this project writes and
 * read as strictly, in which what failed has a reason that KMIP knows.
 * @throws Wrong
 */
export function judgeAnswer(way: Way, { status, contentType, body }: Answer): void {
  if (bufferOf(body).includes(KEPT_KEY)) wrong('the answer holds a key of somebody else');
  if (way === 'bare' && status !== 200) judgeRefusal(status, bufferOf(body).toString());
  else if (status !== 200) wrong(`a message was answered with the status ${status}`);
  else judgeItem(way, contentType === BINARY ? fromBinary(body) : fromJson(contentType, body));
}

const bufferOf = (body: Uint8Array): Buffer => Buffer.from(body.buffer, body.byteOffset, body.length);

function judgeItem(way: Way, [item, again]: readonly [item: Ttlv, isSame: boolean]): void {
  if (!again) wrong('the answer read and written again is another one');
  if (way === 'bare' && item.tag !== 'ResponseMessage') judgeBare(item);
  else judgeMessage(item);
}

const fromBinary = (body: Uint8Array): readonly [Ttlv, boolean] => {
  const item = readable(() => readBinary(body));
  return [item, Buffer.compare(writeBinary(item), body) === 0];
};

const fromJson = (contentType: string, body: Uint8Array): readonly [Ttlv, boolean] => {
  if (contentType.split(';')[0] !== JSON_TYPE) wrong(`the answer is of type ${contentType}`);
  const text = bufferOf(body).toString();
  if (text.includes(KEPT_HEX)) wrong('the answer holds a key of somebody else');
  const item = readable(() => readJson(text));
  return [item, writeJson(item) === text];
};

const readable = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof KmipError) return wrong(`the answer cannot be read: ${error.message}`);
    throw error;
  }
};

function judgeRefusal(status: number, text: string): void {
  if (!REFUSALS.includes(status)) wrong(`an operation was refused with the status ${status}`);
  if (!REFUSAL.test(text)) wrong(`a refusal is no sentence with a reason: ${text.slice(0, 200)}`);
  judgeText(text);
}

const judgeBare = (item: Ttlv): void => {
  if (item.type !== 'Structure' || !item.tag.endsWith('Response'))
    wrong(`an operation was answered with ${item.tag}`);
};

function judgeMessage(item: Ttlv): void {
  const { header, items } = readable(() => parseResponse(item));
  if (spokenVersion(header.version) === undefined)
    wrong(`the answer is of version ${versionText(header.version)}`);
  for (const one of items) judgeResult(one);
}

function judgeResult({ status, reason, message, payload }: ResponseItem): void {
  if (status === 'Success') {
    if (reason !== undefined || message !== undefined) wrong('a success has a reason');
    if (payload === undefined) wrong('a success has no payload');
    return;
  }
  if (payload !== undefined) wrong(`an item that is ${status} has a payload`);
  if (status === 'OperationUndone') return;
  if (status !== 'OperationFailed') wrong(`an item has the status ${status}`);
  if (reason === undefined || !isReason(reason)) wrong(`a failure has the reason ${reason}`);
  if (message === undefined || message === '') wrong('a failure says nothing');
  else judgeText(message);
}

const isReason = (name: string): boolean => {
  try {
    return !name.startsWith('0x') && enumerationCode('ResultReason', name) > 0;
  } catch {
    return false;
  }
};

const judgeText = (text: string): void => {
  const [inner] = INNER.exec(text) ?? [];
  if (inner !== undefined)
    wrong(`an answer tells what goes on inside, ${JSON.stringify(inner)}: ${text.slice(0, 200)}`);
};
