import type { Ttlv, TtlvStructure } from '../ttlv.ts';
import { oldAnswer } from './old-answer.ts';
import { newRequest } from './old-request.ts';
import { payloadVersion } from './operation-versions.ts';
import { strictFields } from './strict.ts';
import { answerFieldsOf } from './structures.ts';
import { readableAttributes } from './unasked.ts';
import type { Version } from './version.ts';

/**
 * A request payload in the form that operations understand, that of the newest version.
 * @param version of the message
 * @throws KmipError
 */
export function readPayload(operation: string, payload: TtlvStructure, version: Version): TtlvStructure {
  const form = payloadVersion(operation, version);
  return form < '2.0' ? newRequest(operation, payload, form) : payload;
}

/**
 * The fields of an answer as a client of that version expects them: in their order, and nothing that the version does
 * not define.
 * @param asked the payload that is answered, as the client sent it
 * @param version of the message
 * @throws KmipError KeyFormatTypeNotSupported when the version has no word for what a key is
 */
export function writePayload(
  operation: string,
  asked: TtlvStructure,
  answer: readonly Ttlv[],
  version: Version,
): readonly Ttlv[] {
  const form = payloadVersion(operation, version);
  const shown = operation === 'GetAttributes' ? readableAttributes(asked, answer, form) : answer;
  const fields = form < '2.0' ? oldAnswer(operation, asked, shown, form) : shown;
  return strictFields(fields, answerFieldsOf(operation), form);
}
