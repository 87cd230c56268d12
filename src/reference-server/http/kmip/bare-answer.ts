import type { KmipError } from '../../../kmip/errors.ts';
import { writeJson } from '../../../kmip/json.ts';
import type { TtlvStructure } from '../../../kmip/ttlv.ts';
import { NEWEST, writePayload } from '../../../kmip/versions.ts';
import { type HttpAnswer, plainText } from '../routes.ts';
import { kmipOperation, knownReason, wireReason } from './names.ts';
import type { Caller, RunOperation } from './operation-runner.ts';

/** HTTP status of a failed operation that came without a message around it; every other reason is 422. */
const statusOfReason: ReadonlyMap<string, number> = new Map([
  ['PermissionDenied', 401],
  ['NotAuthorised', 401],
  ['CryptographicFailure', 500],
  ['InternalServerError', 500],
  ['GeneralFailure', 500],
]);

/** Answers one operation without a message around it, an extension of the servers that speak JSON TTLV. */
export const answerBare = async (
  name: string,
  read: () => TtlvStructure,
  caller: Caller,
  run: RunOperation,
): Promise<HttpAnswer> => {
  const operation = kmipOperation(name);
  const result = await run(
    {
      name,
      version: NEWEST,
      idPlaceholder: undefined,
      read,
      write: (request, answer) => writePayload(operation ?? name, request, answer, NEWEST),
    },
    caller,
  );
  if (operation === undefined) return plainText(404, 'Route not supported: KMIP has no such operation.');
  if (!result.ok) return kmipFailure(result.error);
  return {
    status: 200,
    contentType: 'application/json',
    body: writeJson({ tag: `${operation}Response`, type: 'Structure', value: result.payload }),
  };
};

/** A KMIP failure as HTTP status and text: the same reason and message as in the answer to a message. */
export const kmipFailure = ({ reason, message }: KmipError): HttpAnswer => {
  const known = knownReason(reason);
  return plainText(statusOfReason.get(known) ?? 422, `${wireReason(known)}: ${message}`);
};
