import { type Identity, signedBy } from './identity.ts';
import { type Facts, NO_FACTS } from './outlet.ts';
import type { HttpAnswer, HttpRequest } from './transmit.ts';

/** A request of the access API, and how its answer is read: a grant that succeeded counts per operation named. */
export function grantRequest(
  route: string,
  grantee: string,
  operations: readonly string[],
  id: string,
  identity: Identity,
): { readonly http: HttpRequest; readonly read: (answer: HttpAnswer | undefined) => Facts } {
  return {
    http: {
      method: 'POST',
      path: route,
      route,
      ...signedBy(identity),
      headers: { 'content-type': 'application/json', ...identity.headers },
      body: JSON.stringify({ unique_identifier: id, user_id: grantee, operation_types: operations }),
    },
    read: (answer) => grantFacts(route, grantee, operations, id, answer?.status),
  };
}

/** What such a request did, by the status of its answer; without one, what it may have done. */
export function grantFacts(
  route: string,
  grantee: string,
  operations: readonly string[],
  id: string,
  status: number | undefined,
): Facts {
  const kind = route === '/access/grant' ? 'granted' : 'revoked';
  const mayHaveDone = status === undefined || status < 300;
  return {
    ...NO_FACTS,
    grants: mayHaveDone ? [{ kind, object: id, grantee, operations }] : [],
    canaries: [id],
  };
}
