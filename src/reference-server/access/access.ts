import { KmipError } from '../../kmip/errors.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { Refusal } from '../http/refusal.ts';
import { attributesInState } from '../objects/managed-object.ts';
import type { Grant, State, Store, StoredObject } from '../store/store.ts';
import type { Recorder } from '../telemetry/recorder.ts';
import type { GrantRequest } from './grant-request.ts';
import { permissionLabels } from './permissions.ts';

export interface AccessParts {
  readonly store: Store;
  readonly recorder: Recorder;
  /** Users who may share keys in the HSM; "*" is everybody. */
  readonly hsmAdmins: readonly string[];
  /** The state in force now. */
  readonly stateOf: (object: StoredObject) => State;
}

export interface OwnedObject {
  readonly id: string;
  readonly state: State;
  readonly attributes: TtlvStructure;
}

export interface ObtainedObject {
  readonly id: string;
  readonly owner: string;
  readonly state: State;
  readonly operations: readonly string[];
  /** For those who may ask for them. */
  readonly attributes: TtlvStructure | undefined;
}

/** Who may do what with whose objects. Sharing is the owner's business alone. */
export interface Access {
  grant(caller: string, request: GrantRequest): void;
  revoke(caller: string, request: GrantRequest): void;
  list(caller: string, id: string): readonly Grant[];
  owned(caller: string): readonly OwnedObject[];
  obtained(caller: string): readonly ObtainedObject[];
}

const HSM_PREFIX = 'hsm::';

export const newAccess = ({ store, recorder, hsmAdmins, stateOf }: AccessParts): Access => {
  const isHsmAdmin = (user: string): boolean => hsmAdmins.includes(user) || hsmAdmins.includes('*');
  const requireOwner = (caller: string, id: string): void => {
    const isOwner = id.startsWith(HSM_PREFIX) ? isHsmAdmin(caller) : retrieve(store, id).owner === caller;
    if (!isOwner) throw new Refusal(401, `Only the owner of ${id} may see or change who has access to it.`);
  };
  return {
    grant: (caller, { id, user, operations }) => {
      requireOwner(caller, id);
      if (user === caller)
        throw new Refusal(401, 'An owner has every permission already and cannot grant to itself.');
      store.grant({ id, user, operations: [...new Set(operations)] });
      recorder.permissionsGranted(
        user,
        operations.map((operation) => permissionLabels.get(operation) ?? operation),
      );
    },
    revoke: (caller, { id, user, operations }) => {
      requireOwner(caller, id);
      if (user === caller) throw new Refusal(401, 'An owner cannot revoke its own permissions.');
      store.revokeGrant({ id, user, operations: [...new Set(operations)] });
    },
    list: (caller, id) => {
      requireOwner(caller, id);
      return store.grantsOn(id);
    },
    owned: (caller) =>
      store
        .find({ owner: caller })
        .map((object) => ({ object, state: stateOf(object) }))
        .map(({ object, state }) => ({ id: object.id, state, attributes: attributesInState(object, state) })),
    obtained: (caller) => store.grantsTo(caller).flatMap((grant) => obtainedObject(grant, store, stateOf)),
  };
};

const retrieve = (store: Store, id: string): StoredObject => {
  const object = store.retrieve(id);
  if (object === undefined) throw new KmipError('ObjectNotFound', `there is no object ${id}`);
  return object;
};

const obtainedObject = (
  { id, operations }: Grant,
  store: Store,
  stateOf: AccessParts['stateOf'],
): readonly ObtainedObject[] => {
  // A key in the HSM has no owner and no state of its own: it belongs to the administrators and is always active.
  if (id.startsWith(HSM_PREFIX))
    return [{ id, owner: '', state: 'Active', operations, attributes: undefined }];
  const object = store.retrieve(id);
  if (object === undefined) return [];
  const state = stateOf(object);
  const attributes = operations.includes('getattributes') ? attributesInState(object, state) : undefined;
  return [{ id, owner: object.owner, state, operations, attributes }];
};
