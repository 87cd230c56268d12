import { writeJson } from '../../kmip/json.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import type { State, StoredObject } from './store.ts';
import { storedStructure } from './stored-structure.ts';

/** A value as node:sqlite hands it out with `readBigInts`. */
type Value = null | number | bigint | string | Uint8Array;
export type Row = Readonly<Record<string, Value>>;

const STATES: readonly string[] = [
  'PreActive',
  'Active',
  'Deactivated',
  'Compromised',
  'Destroyed',
  'DestroyedCompromised',
] satisfies State[];
const isState = (name: string): name is State => STATES.includes(name);

/** The columns that `fromRow` reads: not those that SQLite works out for its totals. */
export const COLUMNS = [
  'id',
  'owner',
  'type',
  'state',
  'activation_date',
  'deactivation_date',
  'attributes',
  'object',
  'wrapping_key_id',
  'sealed',
] as const satisfies readonly (keyof ReturnType<typeof toRow>)[];

/** Columns of the table `objects`, in the order of its INSERT. */
export const toRow = (object: StoredObject) => ({
  id: object.id,
  owner: object.owner,
  type: object.type,
  state: object.state,
  activation_date: object.activationDate ?? null,
  deactivation_date: object.deactivationDate ?? null,
  attributes: writeJson(object.attributes),
  object: object.object === undefined ? null : writeJson(object.object),
  wrapping_key_id: object.wrapped?.wrappingKeyId ?? null,
  sealed: object.wrapped?.sealed ?? null,
});

const corrupt = (column: string): never => {
  throw new Error(`The database is damaged: column ${column} of the table objects holds another type.`);
};

export const textIn = (row: Row, column: string): string => {
  const value = row[column];
  return typeof value === 'string' ? value : corrupt(column);
};

const dateIn = (row: Row, column: string): bigint | undefined => {
  const value = row[column];
  return value === null ? undefined : typeof value === 'bigint' ? value : corrupt(column);
};

/** @param attributesIn reads the text of the column `attributes` */
export function fromRow(row: Row, attributesIn: (text: string) => TtlvStructure): StoredObject {
  const state = textIn(row, 'state');
  const { object, sealed } = row;
  return {
    id: textIn(row, 'id'),
    owner: textIn(row, 'owner'),
    type: textIn(row, 'type'),
    state: isState(state) ? state : corrupt('state'),
    activationDate: dateIn(row, 'activation_date'),
    deactivationDate: dateIn(row, 'deactivation_date'),
    attributes: attributesIn(textIn(row, 'attributes')),
    object: typeof object === 'string' ? storedStructure(object) : undefined,
    wrapped:
      sealed instanceof Uint8Array ? { wrappingKeyId: textIn(row, 'wrapping_key_id'), sealed } : undefined,
  };
}
