import { createHash } from 'node:crypto';
import { maybeBoolean, maybeDate } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, bytes, dateTime, structure, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { stateInForce } from '../lifecycle.ts';
import type { State, StoredObject } from '../store/store.ts';
import { datesIn, mergedAttributes, withAttributes } from './attributes.ts';

/** An object that is about to enter the store, still in clear. */
export interface NewObject {
  readonly id: string;
  readonly owner: string;
  readonly type: string;
  /** What the client says about it. */
  readonly given: TtlvStructure;
  /** What its key material says about it; wins. */
  readonly derived: readonly Ttlv[];
  readonly nowUnixSeconds: bigint;
}

function initialState(attributes: TtlvStructure, now: bigint): State {
  if (maybeDate(attributes, 'CompromiseDate') !== undefined) return 'Compromised';
  return stateInForce({ state: 'PreActive', ...datesIn(attributes) }, now);
}

/** Where the randomness of what this server makes comes from: node:crypto does not say (KMIP 2.1 section 4.46). */
export const SERVER_RANDOM_FIELDS: readonly Ttlv[] = [enumeration('RNGAlgorithm', 'Unspecified')];

export const SERVER_RANDOM: Ttlv = structure('RandomNumberGenerator', ...SERVER_RANDOM_FIELDS);

/** Everything of a stored object but its key material. */
export function describeNew(object: NewObject): Omit<StoredObject, 'object' | 'wrapped'> {
  const { id, owner, type, given, derived, nowUnixSeconds: now } = object;
  const sensitive = maybeBoolean(given, 'Sensitive') ?? false;
  const extractable = maybeBoolean(given, 'Extractable') ?? true;
  const made = structure(
    'Attributes',
    boolean('Fresh', true),
    boolean('Sensitive', sensitive),
    boolean('AlwaysSensitive', sensitive),
    boolean('Extractable', extractable),
    boolean('NeverExtractable', !extractable),
    dateTime('InitialDate', now),
    dateTime('OriginalCreationDate', now),
    dateTime('LastChangeDate', now),
  );
  const attributes = withAttributes(mergedAttributes(made, given), ...derived);
  return { id, owner, type, state: initialState(attributes, now), ...datesIn(attributes), attributes };
}

/** The object with a new state and changed attributes; LastChangeDate moves along. */
export function changed(
  object: StoredObject,
  state: State,
  nowUnixSeconds: bigint,
  ...replacements: readonly Ttlv[]
): StoredObject {
  const attributes = withAttributes(
    object.attributes,
    ...replacements,
    dateTime('LastChangeDate', nowUnixSeconds),
  );
  return { ...object, state, attributes, ...datesIn(attributes) };
}

/** In archival storage: it has to be recovered before it can be used (KMIP 2.1, Archive). */
export const isArchived = ({ attributes }: Pick<StoredObject, 'attributes'>): boolean =>
  maybeDate(attributes, 'ArchiveDate') !== undefined;

/** KMIP 2.1, Short Unique Identifier: 32 bytes, the hash of the identifier. */
const shortIdentifier = (id: string): Ttlv =>
  bytes('ShortUniqueIdentifier', new Uint8Array(createHash('sha256').update(id).digest()));

/** All attributes of an object in that state: those of the columns first, the state last. */
export const attributesInState = (object: StoredObject, state: State): TtlvStructure =>
  structure(
    'Attributes',
    text('UniqueIdentifier', object.id),
    shortIdentifier(object.id),
    enumeration('ObjectType', object.type),
    ...object.attributes.value,
    enumeration('State', state),
  );

/** All attributes as GetAttributes shows them, with the state in force. */
export const visibleAttributes = (object: StoredObject, nowUnixSeconds: bigint): TtlvStructure =>
  attributesInState(object, stateInForce(object, nowUnixSeconds));
