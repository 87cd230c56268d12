import type { TtlvStructure } from '../../kmip/ttlv.ts';

/** KMIP 2.1 section 4.57; the names are those of the State enumeration. */
export type State =
  | 'PreActive'
  | 'Active'
  | 'Deactivated'
  | 'Compromised'
  | 'Destroyed'
  | 'DestroyedCompromised';

/** A managed object as it lies in the store. */
export interface StoredObject {
  readonly id: string;
  readonly owner: string;
  /** Name of the ObjectType enumeration: SymmetricKey, PrivateKey, SecretData ... */
  readonly type: string;
  /** As last written; the state in force also depends on the dates (see lifecycle.ts). */
  readonly state: State;
  readonly activationDate: bigint | undefined;
  readonly deactivationDate: bigint | undefined;
  /** The Attributes structure. */
  readonly attributes: TtlvStructure;
  /** SymmetricKey, PrivateKey ... structure in clear; absent when wrapped or destroyed. */
  readonly object: TtlvStructure | undefined;
  /** The same, sealed by another key. */
  readonly wrapped: WrappedObject | undefined;
}

export interface WrappedObject {
  /** Identifier of the key that sealed it; may be an hsm:: identifier. */
  readonly wrappingKeyId: string;
  readonly sealed: Uint8Array;
}

export interface Grant {
  readonly id: string;
  readonly user: string;
  /** Operation names in lower case without separators, as the access API spells them: "get", "getattributes". */
  readonly operations: readonly string[];
}

/** Which objects Locate asks for. Every given criterion must hold; `attributes` are compared by the caller. */
export interface ObjectQuery {
  readonly owner?: string;
  readonly name?: string;
  readonly type?: string;
}

export interface ObjectCounts {
  /** Objects present, of all owners: neither Destroyed nor DestroyedCompromised. */
  readonly objects: number;
  /** Symmetric, private and public keys (and split keys) whose state in force is Active. */
  readonly activeKeys: number;
}

/**
 * Everything durable. Calls are synchronous and each is one statement or one transaction: when a call returns,
 * its effect survives kill -9. Each call is one "database operation" of the telemetry, except `counts`,
 * `transaction` itself and `close`.
 */
export interface Store {
  readonly backend: string;
  /** @throws KmipError ObjectAlreadyExists */
  create(object: StoredObject): void;
  retrieve(id: string): StoredObject | undefined;
  update(object: StoredObject): void;
  /** As if the object had never been: no trace and no grant of it stays. Only what was made by mistake goes this way. */
  remove(id: string): void;
  find(query: ObjectQuery): readonly StoredObject[];
  /** Adds to what the user already holds. */
  grant(grant: Grant): void;
  revokeGrant(grant: Grant): void;
  grantsOn(id: string): readonly Grant[];
  grantsTo(user: string): readonly Grant[];
  grantedOperations(id: string, user: string): readonly string[];
  /** All or nothing; nested calls join the outer transaction. */
  transaction<T>(work: () => T): T;
  counts(nowUnixSeconds: bigint): ObjectCounts;
  close(): void;
}
