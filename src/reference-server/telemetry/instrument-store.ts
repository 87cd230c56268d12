import type { JointStore } from '../store/joint-store.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import type { Recorder } from './recorder.ts';

/** The label of each call that is one database operation; the rest of the store is not counted. */
const OPERATIONS = {
  create: 'create',
  retrieve: 'retrieve',
  update: 'update',
  remove: 'remove',
  find: 'find',
  grant: 'grant',
  revokeGrant: 'revoke_grant',
  grantsOn: 'grants_on',
  grantsTo: 'grants_to',
  grantedOperations: 'granted_operations',
} as const satisfies Partial<Record<keyof Store, string>>;

/** The same store; every call is told to the recorder with its time and outcome. */
export const instrumentStore = (store: JointStore, recorder: Recorder, clock: Clock): JointStore => {
  const begun = (operation: string) => {
    const startedMs = clock.monotonicMs();
    return (outcome: 'success' | 'error'): void => {
      const seconds = (clock.monotonicMs() - startedMs) / 1000;
      recorder.databaseOperation({ operation, backend: store.backend, outcome, seconds });
    };
  };
  const measured = <T>(operation: string, call: () => T): T => {
    const ended = begun(operation);
    let outcome: 'success' | 'error' = 'error';
    try {
      const result = call();
      outcome = 'success';
      return result;
    } finally {
      ended(outcome);
    }
  };
  const measuredLater = async (operation: string, call: () => Promise<void>): Promise<void> => {
    const ended = begun(operation);
    let outcome: 'success' | 'error' = 'error';
    try {
      await call();
      outcome = 'success';
    } finally {
      ended(outcome);
    }
  };
  return {
    backend: store.backend,
    create: (object) => measured(OPERATIONS.create, () => store.create(object)),
    add: (object) => measuredLater(OPERATIONS.create, () => store.add(object)),
    retrieve: (id) => measured(OPERATIONS.retrieve, () => store.retrieve(id)),
    update: (object) => measured(OPERATIONS.update, () => store.update(object)),
    remove: (id) => measured(OPERATIONS.remove, () => store.remove(id)),
    find: (query) => measured(OPERATIONS.find, () => store.find(query)),
    grant: (grant) => measured(OPERATIONS.grant, () => store.grant(grant)),
    revokeGrant: (grant) => measured(OPERATIONS.revokeGrant, () => store.revokeGrant(grant)),
    grantsOn: (id) => measured(OPERATIONS.grantsOn, () => store.grantsOn(id)),
    grantsTo: (user) => measured(OPERATIONS.grantsTo, () => store.grantsTo(user)),
    grantedOperations: (id, user) =>
      measured(OPERATIONS.grantedOperations, () => store.grantedOperations(id, user)),
    transaction: (work) => store.transaction(work),
    counts: (nowUnixSeconds) => store.counts(nowUnixSeconds),
    close: () => store.close(),
  };
};
