import type { KmipError } from '../../../kmip/errors.ts';
import { writeJson } from '../../../kmip/json.ts';
import { structure, type TtlvStructure } from '../../../kmip/ttlv.ts';
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
  payload: () => TtlvStructure,
  caller: Omit<Caller, 'idPlaceholder'>,
  run: RunOperation,
): Promise<HttpAnswer> => {
  const result = await run(name, payload, { ...caller, idPlaceholder: undefined });
  const operation = kmipOperation(name);
  if (operation === undefined) return plainText(404, 'Route not supported: KMIP 2.1 has no such operation.');
  if (!result.ok) return kmipFailure(result.error);
  return {
    status: 200,
    contentType: 'application/json',
    body: writeJson(structure(`${operation}Response`, ...result.payload)),
  };
};

/** A KMIP failure as HTTP status and text; what went wrong inside the server stays inside. */
export const kmipFailure = ({ reason, message }: KmipError): HttpAnswer => {
  const known = knownReason(reason);
  const status = statusOfReason.get(known) ?? 422;
  return plainText(status, status === 500 ? 'Internal server error' : `${wireReason(known)}: ${message}`);
};
