import type { ServerFault } from '../fault.ts';
import { wrapped } from './recorder-faults.ts';

const OPERATIONS = 'kms.kmip.operations.total';
const BEFORE = { operation: 'Get', user: 'admin', seconds: 0.001, failure: undefined } as const;

const isKmipRoute = (route: string): boolean => route.startsWith('/kmip');

/** What is counted, when and as what. */
export const countFaults: readonly ServerFault[] = [
  wrapped(
    'destroyed-twice',
    'what is revoked or destroyed counts twice',
    `${OPERATIONS}/value`,
    (recorder) => ({
      kmipOperation: (fact) => {
        recorder.kmipOperation(fact);
        if (['Revoke', 'Destroy'].includes(fact.operation)) recorder.kmipOperation(fact);
      },
    }),
    { of: 'CNT-08' },
  ),
  wrapped(
    'lost-at-once',
    'what ends while another request is under way is lost',
    `${OPERATIONS}/value`,
    (recorder) => {
      let underWay = 0;
      return {
        requestStarted: () => {
          underWay += 1;
          recorder.requestStarted();
        },
        requestEnded: () => {
          underWay -= 1;
          recorder.requestEnded();
        },
        kmipOperation: (fact) => {
          if (underWay < 2) recorder.kmipOperation(fact);
        },
      };
    },
    { of: 'CNT-02' },
  ),
  wrapped(
    'failures-only',
    'only operations that fail are counted',
    `${OPERATIONS}/value`,
    (recorder) => ({
      kmipOperation: (fact) => {
        if (fact.failure !== undefined) recorder.kmipOperation(fact);
      },
    }),
    { of: 'CNT-04' },
  ),
  wrapped(
    'once-per-request',
    'of the operations of a message one is counted',
    `${OPERATIONS}/value`,
    (recorder) => {
      let counted = 0;
      return {
        requestStarted: () => {
          counted = 0;
          recorder.requestStarted();
        },
        kmipOperation: (fact) => {
          counted += 1;
          if (counted === 1) recorder.kmipOperation(fact);
        },
      };
    },
    { of: 'CNT-05' },
  ),
  wrapped(
    'message-counted',
    'a message counts beside its operations',
    `${OPERATIONS}/value`,
    (recorder) => ({
      requestAnswered: (fact) => {
        recorder.requestAnswered(fact);
        if (isKmipRoute(fact.route)) recorder.kmipOperation({ ...BEFORE, operation: 'Unknown' });
      },
    }),
    { of: 'CNT-06' },
  ),
  wrapped(
    'one-in-ten-lost',
    'every tenth operation is not recorded',
    `${OPERATIONS}/value`,
    (recorder) => {
      let seen = 0;
      return {
        kmipOperation: (fact) => {
          seen += 1;
          if (seen % 10 !== 0) recorder.kmipOperation(fact);
        },
      };
    },
    { of: 'CNT-28' },
  ),
  wrapped(
    'counted-at-both-ends',
    'a request counts when it comes and when it goes',
    'kms.http.requests.total/value',
    (recorder) => ({
      requestAnswered: (fact) => {
        recorder.requestAnswered(fact);
        recorder.requestAnswered(fact);
      },
    }),
    { of: 'CNT-15' },
  ),
  wrapped(
    'hidden-failures',
    'what fails inside an answer of 200 is no error',
    'kms.errors.total/value',
    (recorder) => {
      const waiting: Parameters<typeof recorder.kmipOperation>[0][] = [];
      return {
        kmipOperation: (fact) => {
          waiting.push(fact);
        },
        requestAnswered: (fact) => {
          for (const operation of waiting.splice(0))
            recorder.kmipOperation(fact.status === 200 ? { ...operation, failure: undefined } : operation);
          recorder.requestAnswered(fact);
        },
      };
    },
    { of: 'CNT-16' },
  ),
  wrapped(
    'success-is-error',
    'what goes well is an error',
    'kms.errors.total/value',
    (recorder) => ({
      kmipOperation: (fact) => recorder.kmipOperation({ ...fact, failure: fact.failure ?? 'GeneralFailure' }),
    }),
    { of: 'CNT-18' },
  ),
  wrapped(
    'software-keys-in-the-hsm',
    'what is encrypted without the HSM counts for it',
    'kms.hsm.operations.total/value',
    (recorder) => ({
      kmipOperation: (fact) => {
        recorder.kmipOperation(fact);
        if (fact.operation === 'Encrypt') recorder.hsmOperation('Encrypt', 'softhsm2');
      },
    }),
    { of: 'CNT-22' },
  ),
  wrapped(
    'errors-as-permissions',
    'errors and permissions record what the other should',
    'kms.permissions.granted.total/value',
    (recorder) => ({
      kmipOperation: (fact) => {
        recorder.kmipOperation({ ...fact, failure: undefined });
        if (fact.failure !== undefined) recorder.permissionsGranted(fact.user, ['get']);
      },
    }),
    { of: 'CNT-27' },
  ),
  wrapped(
    'counts-of-before',
    'the counts of the process before are still in it',
    `${OPERATIONS}/value`,
    (recorder) => {
      for (let count = 0; count < 7; count += 1) recorder.kmipOperation(BEFORE);
      return { kmipOperation: (fact) => recorder.kmipOperation(fact) };
    },
    { of: 'CNT-32' },
  ),
  wrapped(
    'values-go-on-after-restart',
    'after a restart the values go on',
    `${OPERATIONS}/value`,
    (recorder) => {
      for (let count = 0; count < 3; count += 1) recorder.kmipOperation({ ...BEFORE, operation: 'Hash' });
      return { kmipOperation: (fact) => recorder.kmipOperation(fact) };
    },
    { of: 'TIM-20' },
  ),
  wrapped(
    'refused-become-users',
    'who is refused is counted as a user',
    'kms.kmip.operations.per_user.total/value',
    (recorder) => ({
      requestAnswered: (fact) => {
        recorder.requestAnswered(fact);
        if (fact.status === 401)
          recorder.kmipOperation({ ...BEFORE, user: crypto.randomUUID(), failure: 'NotAuthorised' });
      },
    }),
    { of: 'CON-11' },
  ),
  wrapped(
    'joined-permissions',
    'a grant of several operations has all of them in one label',
    'kms.permissions.granted.per_user.total/value',
    (recorder) => ({
      permissionsGranted: (grantee, types) => recorder.permissionsGranted(grantee, [types.join(',')]),
    }),
    { of: 'ATV-16' },
  ),
  wrapped(
    'message-names',
    'an operation has the name of a part of its message',
    `${OPERATIONS}/attributes`,
    (recorder) => ({
      kmipOperation: (fact) =>
        recorder.kmipOperation({ ...fact, operation: fact.operation.replace(/(KeyPair|Attributes)$/, '') }),
    }),
    { of: 'ATV-02' },
  ),
  wrapped(
    'raw-paths',
    'the path has the object in it',
    'kms.http.requests.total/attributes',
    (recorder) => ({
      requestAnswered: (fact) =>
        recorder.requestAnswered({
          ...fact,
          route: isKmipRoute(fact.route) ? `${fact.route}/${crypto.randomUUID()}` : fact.route,
        }),
    }),
    { of: 'ATV-07' },
  ),
  wrapped(
    'messages-for-types',
    'the error type is the text of the message',
    'kms.errors.total/attributes',
    (recorder) => ({
      kmipOperation: (fact) =>
        recorder.kmipOperation({
          ...fact,
          failure: fact.failure && `${fact.failure}: no object ${crypto.randomUUID()}`,
        }),
    }),
    { of: 'ATV-15' },
  ),
  wrapped(
    'messages-without-requests',
    'every second request on a KMIP route is not counted',
    'kms.http.requests.total/value',
    (recorder) => {
      let seen = 0;
      return {
        requestAnswered: (fact) => {
          if (isKmipRoute(fact.route)) seen += 1;
          if (!isKmipRoute(fact.route) || seen % 2 === 0) recorder.requestAnswered(fact);
        },
      };
    },
    { of: 'INV-07' },
  ),
  wrapped(
    'waits-counted',
    'an operation lasts as long as if it had waited before',
    'kms.kmip.operation.duration/value',
    (recorder) => ({
      kmipOperation: (fact) => recorder.kmipOperation({ ...fact, seconds: fact.seconds + 5 }),
    }),
    { of: 'HIS-14' },
  ),
  wrapped(
    'aborted-counted',
    'a request whose client went away counts twice',
    'kms.http.requests.total/value',
    (recorder) => {
      let answered = 0;
      let ended = 0;
      return {
        requestAnswered: (fact) => {
          answered += 1;
          recorder.requestAnswered(fact);
        },
        requestEnded: () => {
          ended += 1;
          recorder.requestEnded();
          if (ended <= answered) return;
          answered += 1;
          recorder.requestAnswered({ method: 'POST', route: '/kmip', status: 499, seconds: 0.001 });
        },
      };
    },
    { of: 'CNT-19' },
  ),
];
