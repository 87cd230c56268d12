import type { Contract } from '../contract/contract.ts';
import { type Bounds, exactly, upTo } from './bounds.ts';
import { type Entry, timesOf } from './entry.ts';
import { errorLabel, operationLabel, userLabel } from './labels.ts';
import { type Contribution, contribution } from './tally.ts';

/** What a single entry moves, whatever came before it: instruments 1 to 3, 9, 10, 13 and 14. */
export function contributionsOf(entry: Entry, contract: Contract): readonly Contribution[] {
  const held = HELD[entry.outcome.kind];
  if (held !== undefined) return [contribution('kms.active.connections', {}, exactly(held))];
  const times = allOf(entry);
  return [
    ...httpContributions(entry, contract, times),
    ...entry.operations.flatMap((fact) => {
      const operation = operationLabel(fact, entry, contract);
      const user = entry.user === undefined ? undefined : userLabel(entry.user, contract);
      return [
        contribution('kms.kmip.operations.total', { operation }, times),
        contribution('kms.kmip.operation.duration', { operation }, times),
        ...(user === undefined
          ? []
          : [contribution('kms.kmip.operations.per_user.total', { user, operation }, times)]),
        ...(fact.failure === undefined
          ? []
          : [
              contribution(
                'kms.errors.total',
                { error_type: errorLabel(fact.failure, operation, contract) },
                times,
              ),
            ]),
      ];
    }),
  ];
}

const HELD: Readonly<Record<string, bigint>> = { held: 1n, released: -1n };

/** Everything that an entry without an answer may have done, it has done once or not at all. */
export const onceOf = (entry: Entry): Bounds => (entry.outcome.kind === 'answered' ? exactly(1n) : upTo(1n));

/** The same, for all the requests that it stands for. */
const allOf = (entry: Entry): Bounds =>
  entry.outcome.kind === 'answered' ? exactly(timesOf(entry)) : upTo(timesOf(entry));

function httpContributions(entry: Entry, contract: Contract, times: Bounds): readonly Contribution[] {
  if (entry.http === undefined) return [];
  const status = entry.outcome.kind === 'answered' ? entry.outcome.status : undefined;
  const labels = {
    method: entry.http.method,
    path: contract.labels.routes.get(entry.http.route) ?? contract.labels.otherRoute,
    status: `${status ?? 'unanswered'}`,
  };
  const refused = status !== undefined && status >= 400 && entry.operations.length === 0;
  return [
    contribution('kms.http.requests.total', labels, times),
    contribution('kms.http.request.duration', labels, times),
    ...(contract.definitions.errorScope === 'all' && refused
      ? [contribution('kms.errors.total', { error_type: `HTTP ${status}` }, times)]
      : []),
  ];
}
