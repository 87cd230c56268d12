import { Refusal } from '../http/refusal.ts';
import { permissionLabels } from './permissions.ts';

/** Body of /access/grant and /access/revoke. */
export interface GrantRequest {
  readonly id: string;
  readonly user: string;
  /** As named in the request, duplicates included. */
  readonly operations: readonly string[];
}

/** @throws Refusal 400 for a body that is not of this form, 422 for an operation type that cannot be granted */
export const parseGrantRequest = (body: string): GrantRequest => {
  const fields = objectOf(body);
  const id = textOf(fields, 'unique_identifier');
  const user = textOf(fields, 'user_id');
  const operations = fields.operation_types;
  if (
    !Array.isArray(operations) ||
    operations.length === 0 ||
    !operations.every((type) => typeof type === 'string')
  ) {
    throw new Refusal(
      400,
      'operation_types must be a list of at least one operation type, for example ["get"].',
    );
  }
  if (!operations.every((type) => permissionLabels.has(type))) {
    throw new Refusal(
      422,
      `operation_types may name ${[...permissionLabels.keys()].join(', ')}, and nothing else.`,
    );
  }
  return { id, user, operations };
};

const objectOf = (body: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Answered below, like every other text that is no JSON object.
  }
  throw new Refusal(
    400,
    'The body must be a JSON object with unique_identifier, user_id and operation_types.',
  );
};

const textOf = (fields: Readonly<Record<string, unknown>>, name: string): string => {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Refusal(400, `${name} must be a text that is not empty.`);
};
