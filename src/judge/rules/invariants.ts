import { exercised, finding, type Ruling } from '../finding.ts';
import type { Moment } from '../moment.ts';
import { type StreamState, seriesOf, whole, wholeTotal } from '../state.ts';
import { START_TIME_TOLERANCE_SECONDS } from './clock.ts';
import type { Rule } from './rule.ts';

/** Relations between instruments that hold in every collection, whatever the traffic was. */
interface Invariant {
  readonly check: string;
  readonly words: string;
  readonly left: (state: StreamState) => number;
  readonly relation: '=' | '<=' | '~';
  readonly right: (state: StreamState, moment: Moment) => number;
  /** For '~'. */
  readonly tolerance?: number;
  /** Absent is not zero: without this instrument there is nothing to compare with, and its name tells that. */
  readonly unlessAbsent?: string;
}

const INVARIANTS: readonly Invariant[] = [
  {
    check: 'invariant/operations-per-user',
    words: 'operations = the sum of operations per user',
    left: total('kms.kmip.operations.total'),
    relation: '=',
    right: total('kms.kmip.operations.per_user.total'),
  },
  {
    check: 'invariant/operation-duration',
    words: 'operations = operation durations',
    left: total('kms.kmip.operations.total'),
    relation: '=',
    right: total('kms.kmip.operation.duration'),
  },
  {
    check: 'invariant/permissions',
    words: 'permissions = the sum of permissions per user',
    left: total('kms.permissions.granted.total'),
    relation: '=',
    right: total('kms.permissions.granted.per_user.total'),
  },
  {
    check: 'invariant/database-duration',
    words: 'database operations = database durations',
    left: total('kms.database.operations.total'),
    relation: '=',
    right: total('kms.database.operation.duration'),
  },
  {
    check: 'invariant/http-duration',
    words: 'HTTP requests = HTTP durations',
    left: total('kms.http.requests.total'),
    relation: '=',
    right: total('kms.http.request.duration'),
  },
  {
    check: 'invariant/errors',
    words: 'errors <= operations',
    left: total('kms.errors.total'),
    relation: '<=',
    right: total('kms.kmip.operations.total'),
  },
  {
    check: 'invariant/active-keys',
    words: 'active keys <= objects',
    left: total('kms.keys.active.count'),
    relation: '<=',
    right: total('kms.objects.total'),
    unlessAbsent: 'kms.objects.total',
  },
  {
    check: 'invariant/uptime',
    words: 'start time + uptime = the time of collection',
    left: (state) => total('kms.server.start_time')(state) + total('kms.server.uptime')(state),
    relation: '~',
    right: (_, { collection }) => Number(collection.timeUnixNano / 1_000_000n) / 1000,
    tolerance: START_TIME_TOLERANCE_SECONDS,
  },
  {
    check: 'invariant/cache-hsm',
    words: 'unwraps in the HSM <= cache misses',
    left: labelled('kms.hsm.operations.total', 'operation', 'Unwrap'),
    relation: '<=',
    right: labelled('kms.cache.operations.total', 'result', 'miss'),
  },
];

/** Put to the test only where both sides have moved. */
export const invariants: Rule = ({ moments, contract }) =>
  INVARIANTS.filter(
    ({ check }) => check !== 'invariant/errors' || contract.definitions.errorScope === 'kmip',
  ).flatMap((invariant) => {
    const rulings = moments.flatMap((moment) => rulingAt(invariant, moment));
    return rulings.some(({ kind }) => kind === 'finding')
      ? rulings.filter(({ kind }) => kind === 'finding').slice(0, 1)
      : rulings.slice(0, 1);
  });

/** For bare KMIP requests: no operation can have taken longer than the HTTP request that carried it. */
export const kmipWithinHttp: Rule = ({ moments, record, contract }) =>
  moments.slice(-1).flatMap(({ state, entryCount }) => {
    const kmip = record.entries.slice(0, entryCount).filter(({ operations }) => operations.length > 0);
    // Durations of operations that came another way stand in the same series.
    if (kmip.length === 0 || kmip.some(({ http }) => http === undefined)) return [];
    const routes = new Set(kmip.map(({ http }) => contract.labels.routes.get(http?.route ?? '')));
    const requests = seriesOf(state, 'kms.http.request.duration');
    const known = requests.filter(({ sample }) => routes.has(sample.attribute('path')));
    const http = sumOf(known.length > 0 ? known : requests);
    const operations = sumOf(seriesOf(state, 'kms.kmip.operation.duration'));
    if (http === 0 || operations === 0) return [];
    return operations <= http
      ? [exercised('invariant/kmip-within-http')]
      : [
          finding(
            'invariant/kmip-within-http',
            `operations took ${operations.toFixed(6)} s in all, longer than the ${http.toFixed(6)} s of the HTTP requests that carried them`,
          ),
        ];
  });

function rulingAt(invariant: Invariant, moment: Moment): readonly Ruling[] {
  const { check, words, relation, tolerance = 0 } = invariant;
  const left = invariant.left(moment.state);
  const right = invariant.right(moment.state, moment);
  if (left === 0 && right === 0) return [];
  if (invariant.unlessAbsent !== undefined && seriesOf(moment.state, invariant.unlessAbsent).length === 0)
    return [];
  const holds = { '=': left === right, '<=': left <= right, '~': Math.abs(left - right) <= tolerance }[
    relation
  ];
  if (!holds) return [finding(check, `${words} does not hold: ${left} against ${right}`)];
  return left === 0 || right === 0 ? [] : [exercised(check)];
}

function total(instrument: string): (state: StreamState) => number {
  return (state) => {
    const series = seriesOf(state, instrument);
    const exact = wholeTotal(series);
    return exact === undefined
      ? series.reduce((sum, { value }) => sum + Number(value ?? 0), 0)
      : Number(exact);
  };
}

function labelled(instrument: string, key: string, word: string): (state: StreamState) => number {
  return (state) =>
    seriesOf(state, instrument)
      .filter(({ sample }) => sample.attribute(key) === word)
      .reduce((sum, { value }) => sum + Number(whole(value) ?? 0n), 0);
}

const sumOf = (series: readonly { readonly sum: number | undefined }[]): number =>
  series.reduce((all, { sum }) => all + (sum ?? 0), 0);
