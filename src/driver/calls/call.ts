import { structure, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';

/** One KMIP operation to be asked for: bare, or as an item of a message. */
export interface Call {
  readonly operation: string;
  /** Its tag is the operation's name. */
  readonly payload: TtlvStructure;
}

export const call = (operation: string, ...fields: readonly Ttlv[]): Call => ({
  operation,
  payload: structure(operation, ...fields),
});

/** An operation whose payload is nothing but an identifier: Get, GetAttributes, Activate, Destroy ... */
export const onObject = (operation: string, id: string): Call =>
  call(operation, text('UniqueIdentifier', id));
